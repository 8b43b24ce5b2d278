namespace MLResNet.Cli.Output.Documents;

/// <summary>An element of <c>explain --format json</c>.</summary>
internal sealed record ExplanationDocument(
    string Path, string Label, float Score, string Image, int Width, int Height, RegionDocument Region, float Peak,
    IReadOnlyList<float[]> Heat)
{
    public static ExplanationDocument From(string path, Explanation explanation, string image) => new(
        path, explanation.Label, explanation.Score, image, explanation.Picture.Width, explanation.Picture.Height,
        new RegionDocument(explanation.Region.Left, explanation.Region.Top, explanation.Region.Right, explanation.Region.Bottom),
        explanation.Peak, [.. explanation.Heat.ToArray().Chunk(explanation.Width)]);
}
