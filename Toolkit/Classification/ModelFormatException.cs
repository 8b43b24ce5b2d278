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

    /// <summary>A file that contradicts itself or ends too early.</summary>
    /// <param name="source">What to call the file.</param>
    /// <param name="offset">The byte where that showed.</param>
    /// <param name="reason">What is wrong, as a clause without a full stop.</param>
    /// <param name="cause">The error behind it.</param>
    internal static ModelFormatException Damaged(string source, long offset, string reason, Exception? cause = null) =>
        new($"{source} is damaged at byte {offset}: {reason}.", cause);
}
