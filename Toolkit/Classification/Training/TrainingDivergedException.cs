namespace MLResNet.Training;

/// <summary>The loss is no longer a number.</summary>
internal sealed class TrainingDivergedException(string message) : MLResNetException(message);
