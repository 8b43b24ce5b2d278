namespace MLResNet;

/// <summary>Something about a data set that its owner should know before training on it.</summary>
/// <param name="Kind">What was found.</param>
/// <param name="Message">One sentence that names the classes or files and says what follows.</param>
public sealed record DatasetFinding(DatasetFindingKind Kind, string Message)
{
    /// <summary>Whether no classifier can be trained on the data set as it is.</summary>
    public bool IsFatal => Kind is DatasetFindingKind.SingleClass;

    /// <summary>The message.</summary>
    public override string ToString() => Message;
}
