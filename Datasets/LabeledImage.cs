namespace MLResNet;

/// <summary>An image file and the classes it belongs to; no pixels.</summary>
/// <param name="Path">The file, as it can be opened.</param>
/// <param name="Labels">
/// Indices into <see cref="ImageFolder.Classes"/>, each once, in the order they were given: one, or any number of them, none
/// included, in a folder that <see cref="ImageFolder.IsMultiLabel"/>.
/// </param>
public readonly record struct LabeledImage(string Path, IReadOnlyList<int> Labels)
{
    /// <summary>The class of an image that has one; the first of several, -1 for none.</summary>
    public int LabelIndex => Labels.Count == 0 ? -1 : Labels[0];
}
