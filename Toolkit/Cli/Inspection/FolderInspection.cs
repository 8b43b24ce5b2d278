using MLResNet.Cli.Output.Progress;
using MLResNet.Formats;
using MLResNet.Imaging;

namespace MLResNet.Cli.Inspection;

/// <summary>What there is to know about a data set once every file has been read.</summary>
internal sealed class FolderInspection
{
    private const int LongestSignature = 256;

    private FolderInspection(ImageFolder folder, IReadOnlyList<DatasetFinding> findings, IReadOnlyList<InspectedImage> images)
    {
        Folder = folder;
        Findings = findings;
        Images = images;
        IEnumerable<InspectedImage> bad = images.Where(image => image.Problem is not null);
        Unreadable = [.. bad.Select(image => new UnreadableFile(image.Path, image.Problem!))];
        Formats = [.. images.CountBy(image => image.Format).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key)];
        Widths = SizeRange.Of(images.Where(image => image.Problem is null).Select(image => image.Width));
        Heights = SizeRange.Of(images.Where(image => image.Problem is null).Select(image => image.Height));
    }

    public ImageFolder Folder { get; }

    public IReadOnlyList<DatasetFinding> Findings { get; }

    public IReadOnlyList<InspectedImage> Images { get; }

    public IReadOnlyList<UnreadableFile> Unreadable { get; }

    /// <summary>How many files there are of each format, as their content has it, the most frequent first.</summary>
    public IReadOnlyList<KeyValuePair<ImageFormat, int>> Formats { get; }

    /// <summary>How many images have how many labels, from the fewest on; null where each has one.</summary>
    public IReadOnlyList<KeyValuePair<int, int>>? LabelsPerImage =>
        Folder.IsMultiLabel ? [.. Folder.CountBy(image => image.Labels.Count).OrderBy(pair => pair.Key)] : null;

    /// <summary>The widths of the readable images; null if there are none.</summary>
    public SizeRange? Widths { get; }

    /// <summary>The heights of the readable images; null if there are none.</summary>
    public SizeRange? Heights { get; }

    /// <summary>Reads a data set, every file of it.</summary>
    /// <exception cref="MLResNetException">There is no data set.</exception>
    public static FolderInspection Run(string path, ImageFolderOptions options, CommandContext context)
    {
        ImageFolder folder = ImageFolder.Open(path, options);
        string[] paths = [.. folder.Select(image => image.Path).Distinct(StringComparer.Ordinal)];
        return ProgressDisplay.Run(context, "Stopping.", display =>
        {
            var counter = new ImageCounter(display, "reading", paths.Length);
            var images = new InspectedImage[paths.Length];
            Parallel.For(0, paths.Length, new ParallelOptions { CancellationToken = context.Cancellation }, i =>
            {
                images[i] = Inspect(paths[i]);
                counter.Add();
            });
            return new FolderInspection(folder, folder.Check(context.Cancellation), images);
        });
    }

    private static InspectedImage Inspect(string path)
    {
        try
        {
            RgbImage image = ImageDecoder.DecodeFile(path);
            return new InspectedImage(path, Identify(path), image.Width, image.Height, Problem: null);
        }
        catch (ImageFormatException e)
        {
            bool isNamed = e.Message.StartsWith(path + ": ", StringComparison.Ordinal);
            return new InspectedImage(path, Identify(path), 0, 0, isNamed ? e.Message[(path.Length + 2)..] : e.Message);
        }
    }

    private static ImageFormat Identify(string path)
    {
        try
        {
            Span<byte> start = stackalloc byte[LongestSignature];
            using FileStream file = File.OpenRead(path);
            return ImageDecoder.Identify(start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ImageFormat.Unknown;
        }
    }
}
