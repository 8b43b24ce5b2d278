namespace MLResNet;

/// <summary>
/// A model or weights file that cannot be read: damaged, truncated, made by a newer version, or of another kind.
/// </summary>
public sealed class ModelFormatException : MLResNetException
{
    /// <summary>Creates the error with its one sentence.</summary>
    public ModelFormatException(string message) : base(message) { }

    /// <summary>Creates the error with its one sentence and the error behind it.</summary>
    public ModelFormatException(string message, Exception? innerException) : base(message, innerException) { }
}
