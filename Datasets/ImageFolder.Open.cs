using MLResNet.Listing;

namespace MLResNet;

public sealed partial class ImageFolder
{
    /// <summary>
    /// Lists the images of a folder with a sub-folder per class, or of a manifest.
    /// </summary>
    /// <remarks>
    /// In a folder, whatever lies below a class's sub-folder belongs to the class, however deep. Where the only sub-folders with
    /// images are called train (training), val (valid, validation) and test (testing), they are the parts <see cref="Train"/>,
    /// <see cref="Validation"/> and <see cref="Test"/>, each with a sub-folder per class. Hidden files, and files whose extension
    /// belongs to something other than an image, are passed over; of the rest, content decides, when they are read. A manifest is
    /// a .csv or .tsv file (RFC 4180, UTF-8, with a header) or a .jsonl file with a path and a label a row, several labels
    /// separated by |, and perhaps a split column. Its relative paths start at the manifest's own folder. Where an image has
    /// several labels, others may have none.
    /// </remarks>
    /// <param name="path">The folder or manifest.</param>
    /// <param name="options">How it is read; the defaults when null.</param>
    /// <exception cref="DatasetException">
    /// There is no such folder or manifest, it has no images, or a row of the manifest is bad; the message names the line.
    /// </exception>
    public static ImageFolder Open(string path, ImageFolderOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new ImageFolderOptions();
        if (Directory.Exists(path))
            return Create(FolderListing.Read(path), options.MultiLabel);
        if (File.Exists(path))
            return Create(ManifestListing.Read(path, options), options.MultiLabel);
        throw new DatasetException($"There is no folder or manifest '{path}'; check the path.");
    }

    /// <summary>
    /// Finds the files at or below a folder that may be images, without asking for classes: what <see cref="Open"/> would take,
    /// in the same order.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="DatasetException">There is no such folder.</exception>
    public static IEnumerable<string> EnumerateFiles(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return Directory.Exists(folder)
            ? ImageFiles.Below(folder, new List<DatasetFinding>())
            : throw new DatasetException($"There is no folder '{folder}'; check the path.");
    }

    /// <summary>Images that come from elsewhere than a folder or a manifest.</summary>
    /// <param name="source">What errors call it.</param>
    /// <param name="classes">The classes.</param>
    /// <param name="images">The images, of one class each.</param>
    internal static ImageFolder Of(string source, IReadOnlyList<string> classes, LabeledImage[] images) =>
        new(source, classes, images, [], isMultiLabel: false);

    private static ImageFolder Create(ImageListing listing, bool isMultiLabel)
    {
        isMultiLabel |= listing.IsMultiLabel;
        var named = listing.Images.Select(image => image.Labels).Distinct().SelectMany(labels => labels);
        string[] classes = [.. named.Distinct(StringComparer.Ordinal)];
        Array.Sort(classes, StringComparer.Ordinal);
        var indices = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < classes.Length; i++)
            indices.Add(classes[i], i);

        // Images with the same labels share one list of them, so that a million images take little more than their paths.
        var lists = new Dictionary<IReadOnlyList<string>, int[]>(ReferenceEqualityComparer.Instance);
        LabeledImage[] images = new LabeledImage[listing.Images.Count];
        for (int i = 0; i < images.Length; i++)
        {
            ListedImage image = listing.Images[i];
            if (!lists.TryGetValue(image.Labels, out int[]? labels))
                lists.Add(image.Labels, labels = [.. image.Labels.Select(label => indices[label])]);
            images[i] = new LabeledImage(image.Path, labels);
        }

        ImageFolder? train = Part(DatasetPart.Train), validation = Part(DatasetPart.Validation), test = Part(DatasetPart.Test);
        AddClassesNotInTraining(listing, train, validation, "validation");
        AddClassesNotInTraining(listing, train, test, "test");
        return new ImageFolder(listing.Source, classes, images, listing.Findings, isMultiLabel)
        {
            Train = train,
            Validation = validation,
            Test = test,
        };

        ImageFolder? Part(DatasetPart part)
        {
            LabeledImage[] own = [.. images.Where((_, i) => listing.Images[i].Part == part)];
            return part == DatasetPart.None || own.Length == 0 ? null : new ImageFolder(listing.Source, classes, own, [], isMultiLabel);
        }
    }

    private static void AddClassesNotInTraining(ImageListing listing, ImageFolder? train, ImageFolder? part, string name)
    {
        if (train is null || part is null)
            return;
        for (int i = 0; i < train.Classes.Count; i++)
        {
            if (train.CountsPerClass[i] == 0 && part.CountsPerClass[i] > 0)
            {
                string message = $"The class '{train.Classes[i]}' of the {name} part of '{listing.Source}' has no images "
                    + "in the train part, so no model can learn it.";
                listing.Findings.Add(new DatasetFinding(DatasetFindingKind.ClassNotInTraining, message));
            }
        }
    }
}
