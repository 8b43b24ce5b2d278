namespace MLResNet;

/// <summary>An image file and the classes it belongs to; no pixels.</summary>
/// <param name="Path">The file, as it can be opened.</param>
/// <param name="Labels">Indices into <see cref="ImageFolder.Classes"/>, at least one, in the order they were given.</param>
public readonly record struct LabeledImage(string Path, IReadOnlyList<int> Labels)
{
    /// <summary>The class of an image that has one; the first of several.</summary>
    public int LabelIndex => Labels[0];
}
