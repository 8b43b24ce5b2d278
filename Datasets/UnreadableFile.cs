namespace MLResNet;

/// <summary>A file that stands in a data set and cannot be decoded.</summary>
/// <param name="Path">The file.</param>
/// <param name="Reason">A sentence that says why, without the path.</param>
public sealed record UnreadableFile(string Path, string Reason)
{
    /// <summary>The path and the reason, as one line.</summary>
    public override string ToString() => $"{Path}: {Reason}";
}
