namespace MLResNet.Training.Heads;

/// <summary>What a backbone makes of images.</summary>
/// <param name="Rows">Images that could be read.</param>
/// <param name="Width">Features an image.</param>
/// <param name="Values">[rows][width] in the images' order, and perhaps more behind.</param>
/// <param name="Unreadable">Files that could not be read.</param>
internal sealed record ExtractedFeatures(int Rows, int Width, float[] Values, IReadOnlyList<UnreadableFile> Unreadable);
