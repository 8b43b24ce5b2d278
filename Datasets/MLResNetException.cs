namespace MLResNet;

/// <summary>
/// Base of every error that a user can cause and mend: a bad file, an empty folder, an option out of range.
/// The message is one sentence that names the file or option and says what to do.
/// </summary>
public class MLResNetException : Exception
{
    /// <summary>Creates the error with its one sentence.</summary>
    public MLResNetException(string message) : base(message) { }

    /// <summary>Creates the error with its one sentence and the error behind it.</summary>
    public MLResNetException(string message, Exception? innerException) : base(message, innerException) { }
}
