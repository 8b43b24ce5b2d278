namespace MLResNet.Formats;

/// <summary>What the system says of a file that cannot be read, in one sentence that names it.</summary>
internal static class ReadFailure
{
    /// <summary>
    /// Whether this is what opening or reading a file throws: it is not there, may not be read, or its name is none.
    /// </summary>
    public static bool Is(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    /// <summary>The error to throw instead.</summary>
    public static MLResNetException Of(string path, Exception cause) => new($"{path} cannot be read: {cause.Message}", cause);
}
