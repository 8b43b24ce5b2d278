namespace MLResNet.CodeGeneration;

/// <summary>What became of a file.</summary>
public enum GeneratedFileChange
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It was there, and is another now.</summary>
    Updated,

    /// <summary>It was there as it is to be.</summary>
    Unchanged,

    /// <summary>It was generated earlier, is no longer part of the project, and nobody had changed it: it is gone.</summary>
    Removed,

    /// <summary>It was generated earlier and is no longer part of the project, but was changed since: it stays.</summary>
    Kept,
}
