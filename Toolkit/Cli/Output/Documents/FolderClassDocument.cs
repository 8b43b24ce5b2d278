namespace MLResNet.Cli.Output.Documents;

/// <summary>A class of a data set; the parts are null where the data set has none of its own.</summary>
internal sealed record FolderClassDocument(string Label, int Images, int? Train, int? Validation, int? Test);
