using System.Collections;
using MLResNet.Listing;

namespace MLResNet;

/// <summary>
/// Labelled images as they lie on disk: paths and classes, no pixels. The classes are in ordinal order of their names and the
/// images in ordinal order of their paths (a manifest's: in its own order), so both are the same on every machine.
/// </summary>
public sealed partial class ImageFolder : IReadOnlyList<LabeledImage>
{
    private readonly LabeledImage[] _images;
    private readonly IReadOnlyList<DatasetFinding> _listed;

    private ImageFolder(
        string source, IReadOnlyList<string> classes, LabeledImage[] images, IReadOnlyList<DatasetFinding> listed, bool isMultiLabel)
    {
        Source = source;
        Classes = classes;
        _images = images;
        _listed = listed;
        int[] counts = new int[classes.Count];
        foreach (LabeledImage image in images)
        {
            foreach (int label in image.Labels)
                counts[label]++;
        }
        CountsPerClass = counts;
        IsMultiLabel = isMultiLabel;
    }

    /// <summary>The folder or manifest that the images come from.</summary>
    public string Source { get; }

    /// <summary>The names of the classes; a label is an index into them. A part of a data set has those of the whole.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>How many images each class has, in the order of <see cref="Classes"/>.</summary>
    public IReadOnlyList<int> CountsPerClass { get; }

    /// <summary>
    /// Whether an image may have any number of labels, none included: where one of the data set has several, or
    /// <see cref="ImageFolderOptions"/> say so. A part of a data set is of the kind of the whole.
    /// </summary>
    public bool IsMultiLabel { get; }

    /// <summary>The part that the data set itself sets apart for training, or null.</summary>
    public ImageFolder? Train { get; private init; }

    /// <summary>The part that the data set itself sets apart for choosing the best model, or null.</summary>
    public ImageFolder? Validation { get; private init; }

    /// <summary>The part that the data set itself sets apart for the final evaluation, or null.</summary>
    public ImageFolder? Test { get; private init; }

    /// <summary>The number of images, those of all parts included.</summary>
    public int Count => _images.Length;

    /// <summary>The image at a position from 0.</summary>
    public LabeledImage this[int index] => _images[index];

    /// <inheritdoc/>
    public IEnumerator<LabeledImage> GetEnumerator() => ((IEnumerable<LabeledImage>)_images).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The same images with labels that count in another list of classes, a model's for example.</summary>
    /// <param name="classes">The classes, each once; those of the images have to be among them.</param>
    /// <exception cref="DatasetException">An image belongs to a class that is not among them.</exception>
    public ImageFolder WithClasses(IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        if (classes.SequenceEqual(Classes))
            return this;
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < classes.Count; i++)
            positions.Add(classes[i], i);

        int[] map = new int[Classes.Count];
        for (int i = 0; i < map.Length; i++)
        {
            if (!positions.TryGetValue(Classes[i], out map[i]) && CountsPerClass[i] > 0)
            {
                throw new DatasetException(
                    $"'{Source}' has the class '{Classes[i]}', which is not among '{string.Join("', '", classes)}'.");
            }
        }
        var lists = new Dictionary<IReadOnlyList<int>, IReadOnlyList<int>>(ReferenceEqualityComparer.Instance);
        LabeledImage[] images = Array.ConvertAll(_images, image =>
        {
            if (!lists.TryGetValue(image.Labels, out IReadOnlyList<int>? labels))
                lists[image.Labels] = labels = [.. image.Labels.Select(label => map[label])];
            return image with { Labels = labels };
        });
        return new ImageFolder(Source, [.. classes], images, _listed, IsMultiLabel)
        {
            Train = Train?.WithClasses(classes),
            Validation = Validation?.WithClasses(classes),
            Test = Test?.WithClasses(classes),
        };
    }

    /// <summary>The same images, each of which may have any number of labels.</summary>
    internal ImageFolder AsMultiLabel() => IsMultiLabel ? this : new ImageFolder(Source, Classes, _images, _listed, isMultiLabel: true)
    {
        Train = Train?.AsMultiLabel(),
        Validation = Validation?.AsMultiLabel(),
        Test = Test?.AsMultiLabel(),
    };

    /// <summary>The names of an image's labels, as a manifest has them: several are separated by |.</summary>
    internal string NamesOf(LabeledImage image) =>
        string.Join(ManifestListing.LabelSeparator, image.Labels.Select(label => Classes[label]));

    /// <summary>The images but those of the given paths.</summary>
    /// <param name="files">Files to leave out, as <see cref="Verify"/> finds them.</param>
    public ImageFolder Without(IEnumerable<UnreadableFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return Without(files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal));
    }

    private ImageFolder Without(HashSet<string> paths)
    {
        if (paths.Count == 0)
            return this;
        LabeledImage[] images = Array.FindAll(_images, image => !paths.Contains(image.Path));
        return new ImageFolder(Source, Classes, images, _listed, IsMultiLabel)
        {
            Train = Train?.Without(paths),
            Validation = Validation?.Without(paths),
            Test = Test?.Without(paths),
        };
    }

    /// <summary>The source, the number of images and of classes.</summary>
    public override string ToString() => $"{Source}: {Count} images, {Classes.Count} classes";

    private ImageFolder Subset(IEnumerable<int> indices) => new(Source, Classes, [.. indices.Select(i => _images[i])], [], IsMultiLabel);
}
