namespace MLResNet.Listing;

/// <summary>What a folder or manifest holds, before classes have numbers.</summary>
/// <param name="Source">The folder or manifest.</param>
internal sealed record ImageListing(string Source)
{
    public List<ListedImage> Images { get; } = [];

    public List<DatasetFinding> Findings { get; } = [];
}
