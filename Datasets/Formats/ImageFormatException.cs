namespace MLResNet.Formats;

/// <summary>
/// An image that cannot be decoded: damaged, truncated, over a limit, or of a kind that is recognised and not supported.
/// The message gives the reason; who knows the path puts it in front.
/// </summary>
public sealed class ImageFormatException : MLResNetException
{
    /// <summary>Creates the error with its reason.</summary>
    public ImageFormatException(string message) : base(message) { }

    /// <summary>Creates the error with its reason and the error behind it.</summary>
    public ImageFormatException(string message, Exception? innerException) : base(message, innerException) { }
}
