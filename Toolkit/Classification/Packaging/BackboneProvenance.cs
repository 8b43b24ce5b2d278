namespace MLResNet.Packaging;

/// <summary>Which pretrained weights a package holds, or a model was trained from.</summary>
/// <param name="Id">The backbone's id, such as <c>resnet50v2</c>.</param>
/// <param name="WeightsHash">
/// SHA-256 over names, shapes and values of its parameters, 64 hexadecimal digits in lower case.
/// </param>
public sealed record BackboneProvenance(string Id, string WeightsHash)
{
    /// <summary>Who published the weights; null if unknown.</summary>
    public string? Publisher { get; init; }

    /// <summary>Where the file that the weights came in is published, or its name; null if unknown.</summary>
    public string? Source { get; init; }

    /// <summary>SHA-256 of that file; null if unknown.</summary>
    public string? SourceHash { get; init; }

    /// <summary>The weights' licence, an SPDX identifier where there is one; null if unknown.</summary>
    public string? License { get; init; }

    /// <summary>Published share of ImageNet's validation images whose first guess is right, 0 to 1; null if unknown.</summary>
    public double? ImageNetAccuracy { get; init; }
}
