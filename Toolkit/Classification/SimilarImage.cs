using System.Globalization;

namespace MLResNet;

/// <summary>An image of an <see cref="ImageIndex"/> and how like the one asked for it is.</summary>
/// <param name="Path">The file.</param>
/// <param name="Similarity">
/// The cosine of the angle between the features, -1 to 1; 1 for the same direction. Features of a network are not negative, and
/// neither is their cosine. 0 where all features of one are.
/// </param>
public sealed record SimilarImage(string Path, float Similarity)
{
    /// <summary>The path and the similarity.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Path} {Similarity:0.000}");
}
