namespace MLResNet;

/// <summary>A folder or manifest that cannot serve as a data set: empty, of a single class, with ambiguous classes.</summary>
public sealed class DatasetException : MLResNetException
{
    /// <summary>Creates the error with its one sentence.</summary>
    public DatasetException(string message) : base(message) { }

    /// <summary>Creates the error with its one sentence and the error behind it.</summary>
    public DatasetException(string message, Exception? innerException) : base(message, innerException) { }
}
