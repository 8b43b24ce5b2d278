using System.Security.Cryptography;
using MLResNet.Formats;

namespace MLResNet;

public sealed partial class ImageFolder
{
    /// <summary>One class may have this many times as many images as another before it is worth a word.</summary>
    private const int BalancedRatio = 10;

    /// <summary>
    /// What stands out without opening a file, a sentence each. <see cref="Check"/> looks into the files as well.
    /// </summary>
    public IReadOnlyList<DatasetFinding> Findings => [.. _listed, .. FindInClasses()];

    /// <summary>
    /// Demands that a classifier can be trained: that at least two classes have images or, where images may have several labels,
    /// that there is one that some images have and others have not.
    /// </summary>
    /// <exception cref="DatasetException">It cannot; the message says why.</exception>
    public void EnsureTrainable()
    {
        if (Findings.FirstOrDefault(f => f.IsFatal) is { } fatal)
            throw new DatasetException(fatal.Message);
    }

    /// <summary>
    /// The <see cref="Findings"/>, and the images whose content stands in two classes, or in the training part and another. Reads
    /// the files that are as long as another.
    /// </summary>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public IReadOnlyList<DatasetFinding> Check(CancellationToken cancellationToken = default)
    {
        List<DatasetFinding> findings = [.. Findings];
        foreach (IReadOnlyList<LabeledImage> same in FindDuplicates(cancellationToken))
        {
            LabeledImage first = same[0];
            foreach (LabeledImage other in same)
            {
                if (other.Path == first.Path || HaveSameLabels(other, first))
                    continue;
                (string what, string stands) = IsMultiLabel ? ("has different labels", "has") : ("stands in two classes", "in");
                string message = $"The same image {what}: '{first.Path}' {stands} '{NamesOf(first)}', "
                    + $"'{other.Path}' {stands} '{NamesOf(other)}'.";
                findings.Add(new DatasetFinding(DatasetFindingKind.ImageInTwoClasses, message));
            }
        }
        if (Train is not null)
        {
            foreach (ImageFolder part in new[] { Validation, Test }.OfType<ImageFolder>())
                findings.AddRange(part.CheckHeldOut(Train, cancellationToken));
        }
        return findings;
    }

    /// <summary>
    /// Finds the images here that a model has been trained on: files that are equal byte for byte to one of the training images.
    /// </summary>
    /// <param name="training">The training images.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <returns>A finding of <see cref="DatasetFindingKind.ImageInTwoParts"/> for each.</returns>
    public IReadOnlyList<DatasetFinding> CheckHeldOut(ImageFolder training, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        var trained = training.Select(image => image.Path).ToHashSet(StringComparer.Ordinal);
        var findings = new List<DatasetFinding>();
        var both = new ImageFolder(Source, Classes, [.. training._images, .. _images], [], IsMultiLabel);
        foreach (IReadOnlyList<LabeledImage> same in both.FindDuplicates(cancellationToken))
        {
            string? known = same.Select(image => image.Path).FirstOrDefault(trained.Contains);
            if (known is null)
                continue;
            foreach (LabeledImage image in same.Where(image => !trained.Contains(image.Path)))
            {
                string message = $"The same image is trained on and held out: '{known}' and '{image.Path}'; leave one of them out.";
                findings.Add(new DatasetFinding(DatasetFindingKind.ImageInTwoParts, message));
            }
        }
        return findings;
    }

    /// <summary>Finds files that are equal byte for byte; each group of equals is in the order of the images.</summary>
    /// <remarks>
    /// Only files of equal length are read, and compared by SHA-256. Those that cannot be read are passed over.
    /// </remarks>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public IReadOnlyList<IReadOnlyList<LabeledImage>> FindDuplicates(CancellationToken cancellationToken = default)
    {
        List<IReadOnlyList<LabeledImage>> groups = [];
        foreach (IGrouping<long, LabeledImage> ofLength in _images.GroupBy(image => LengthOf(image.Path)))
        {
            if (ofLength.Key <= 0 || !ofLength.Skip(1).Any())
                continue;
            foreach (IGrouping<string?, LabeledImage> same in ofLength.GroupBy(image => HashOf(image.Path, cancellationToken)))
            {
                if (same.Key is not null && same.Skip(1).Any())
                    groups.Add([.. same]);
            }
        }
        return groups;
    }

    /// <summary>Decodes every image once, on all cores, and returns those that cannot be, in the order of the images.</summary>
    /// <param name="strict">Whether an unreadable file is an error.</param>
    /// <param name="options">Limits of the decoders; the defaults when null.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <exception cref="DatasetException">
    /// A file is unreadable and <paramref name="strict"/> is set; the message names the first and says how many.
    /// </exception>
    public IReadOnlyList<UnreadableFile> Verify(
        bool strict = false, DecodeOptions? options = null, CancellationToken cancellationToken = default)
    {
        options = (options ?? DecodeOptions.Default) with { MinShortSide = 1 };
        UnreadableFile?[] results = new UnreadableFile?[Count];
        Parallel.For(0, Count, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            try
            {
                ImageDecoder.DecodeFile(_images[i].Path, options);
            }
            catch (ImageFormatException e)
            {
                results[i] = UnreadableFile.From(_images[i].Path, e);
            }
        });
        UnreadableFile[] unreadable = [.. results.OfType<UnreadableFile>().DistinctBy(file => file.Path)];
        return strict && unreadable.Length > 0 ? throw UnreadableFile.Error(unreadable) : unreadable;
    }

    private IEnumerable<DatasetFinding> FindInClasses()
    {
        string[] present = [.. Classes.Where((_, i) => CountsPerClass[i] > 0)];
        if (IsMultiLabel ? CountsPerClass.All(count => count == 0 || count == Count) : present.Length < 2)
            yield return new DatasetFinding(DatasetFindingKind.SingleClass, SingleClassMessage(present));

        for (int i = 0; i < Classes.Count; i++)
        {
            if (CountsPerClass[i] == 1)
            {
                string message = $"The class '{Classes[i]}' has one image, which cannot be both trained and tested on; add more.";
                yield return new DatasetFinding(DatasetFindingKind.ClassOfOneImage, message);
            }
        }
        foreach (IGrouping<string, string> same in present.GroupBy(name => name.ToUpperInvariant()).Where(g => g.Skip(1).Any()))
        {
            string message = $"The classes '{string.Join("', '", same)}' differ by upper and lower case only; "
                + "give them one name if they are one.";
            yield return new DatasetFinding(DatasetFindingKind.ClassesDifferByCase, message);
        }
        int most = CountsPerClass.DefaultIfEmpty().Max(), fewest = CountsPerClass.Where(count => count > 0).DefaultIfEmpty().Min();
        if (present.Length > 1 && most >= BalancedRatio * fewest)
        {
            string message = $"The class '{NameOf(most)}' has {most} images and '{NameOf(fewest)}' {fewest}; add images of the rare ones, "
                + "and look at the figures of each class.";
            yield return new DatasetFinding(DatasetFindingKind.UnbalancedClasses, message);
        }

        string NameOf(int count) => Classes[CountsPerClass.Index().First(at => at.Item == count).Index];
    }

    private string SingleClassMessage(string[] present)
    {
        if (Count > 0 && IsMultiLabel)
        {
            return $"'{Source}' has no label that stands on some images and not on others, so there is nothing to tell apart; "
                + "list images without it too.";
        }
        if (present is not [var name])
            return $"'{Source}' has no images left to train on; check the files.";
        string inner = Path.Join(Source, name);
        bool isWrapped = Directory.Exists(inner) && Directory.EnumerateDirectories(inner).Skip(1).Any();
        return $"'{Source}' has a single class, '{name}', and a classifier needs two; "
            + (isWrapped ? $"if the folders in it are the classes, open '{inner}'." : "put each in a sub-folder of its own.");
    }

    private static bool HaveSameLabels(LabeledImage a, LabeledImage b) =>
        a.Labels.Count == b.Labels.Count && !a.Labels.Except(b.Labels).Any();

    private static long LengthOf(string path)
    {
        try
        {
            return new FileInfo(path).Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return -1;
        }
    }

    private static string? HashOf(string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            using FileStream file = File.OpenRead(path);
            return Convert.ToHexString(SHA256.HashData(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
