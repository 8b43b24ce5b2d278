namespace MLResNet.Listing;

/// <summary>What a folder or manifest holds, before classes have numbers.</summary>
/// <param name="Source">The folder or manifest.</param>
internal sealed record ImageListing(string Source)
{
    public List<ListedImage> Images { get; } = [];

    public List<DatasetFinding> Findings { get; } = [];

    /// <summary>Whether an image has several labels.</summary>
    public bool IsMultiLabel => Images.Exists(image => image.Labels.Count > 1);
}
