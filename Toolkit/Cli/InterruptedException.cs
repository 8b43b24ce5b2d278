namespace MLResNet.Cli;

/// <summary>The user has stopped a command that has more to say about it than that it stopped.</summary>
internal sealed class InterruptedException(string message, OperationCanceledException cause)
    : OperationCanceledException(message, cause);
