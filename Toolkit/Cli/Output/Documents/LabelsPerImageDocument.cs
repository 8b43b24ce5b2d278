namespace MLResNet.Cli.Output.Documents;

/// <summary>How many images of a data set have so many labels.</summary>
internal sealed record LabelsPerImageDocument(int Labels, int Images);
