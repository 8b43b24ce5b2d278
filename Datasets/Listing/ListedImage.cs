namespace MLResNet.Listing;

/// <summary>An image as a folder or manifest names it. Images with the same labels share one list of them.</summary>
internal readonly record struct ListedImage(string Path, IReadOnlyList<string> Labels, DatasetPart Part);
