using System.Runtime.ExceptionServices;
using MLResNet.Formats.Jpeg;
using MLResNet.Formats.Png;
using MLResNet.Imaging;

namespace MLResNet.SampleData;

public static partial class MachineParts
{
    // Lies in a folder of sample data, and says that what is in it may be written again.
    private const string Marker = ".mlresnet-sample";
    private const string UnfinishedSuffix = ".tmp";

    /// <summary>
    /// Writes the data set: a folder for each class, with files bolt-0001.jpg to bolt-0003.jpg, bolt-0004.png and so on:
    /// every fourth a PNG, the others JPEG of quality 85 to 95. A file is complete as soon as it bears its name.
    /// </summary>
    /// <remarks>
    /// The folder may be absent, empty, or one that this method wrote before (the file .mlresnet-sample in it tells). In the
    /// last case it holds the new data set afterwards: files of the same names are overwritten and surplus ones of the
    /// earlier run removed; files whose names are not of this method's making stay.
    /// </remarks>
    /// <param name="folder">Where to write.</param>
    /// <param name="options">How much, and which; null for the defaults: 120 pictures a class, 96 x 96.</param>
    /// <param name="progress">Is told of every picture written.</param>
    /// <param name="cancellationToken">Stops between pictures; what is written by then stays.</param>
    /// <exception cref="DatasetException">The folder holds something else.</exception>
    /// <exception cref="MLResNetException">An option is out of range, or a file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void Write(
        string folder,
        SampleDataOptions? options = null,
        IProgress<SampleDataProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new SampleDataOptions();
        options.Check();
        try
        {
            Claim(folder);
            WriteAll(folder, options, progress, cancellationToken);
            RemoveSurplus(folder, options.ImagesPerClass);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MLResNetException($"The sample data cannot be written to '{folder}': {e.Message}", e);
        }
    }

    /// <summary>The file name of a picture; its index decides the format too.</summary>
    internal static string FileName(string className, int index) => $"{className}-{index:D4}{(IsPng(index) ? ".png" : ".jpg")}";

    private static bool IsPng(int index) => index % 4 == 0;

    private static void Claim(string folder)
    {
        if (File.Exists(folder))
            throw new DatasetException($"'{folder}' is a file; name a folder for the sample data.");
        string marker = Path.Combine(folder, Marker);
        if (Directory.Exists(folder) && !File.Exists(marker) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new DatasetException($"'{folder}' is not empty and holds no sample data; name a new or an empty folder.");
        foreach (string className in Classes) Directory.CreateDirectory(Path.Combine(folder, className));
        File.WriteAllText(marker, "This folder holds sample images drawn by MLResNet; they may be drawn anew over these.\n");
    }

    private static void WriteAll(
        string folder, SampleDataOptions options, IProgress<SampleDataProgress>? progress, CancellationToken cancellationToken)
    {
        int total = Classes.Count * options.ImagesPerClass, written = 0;
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.Threads > 0 ? options.Threads : Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        try
        {
            Parallel.For(0, total, parallel, item =>
            {
                string className = Classes[item % Classes.Count];
                int index = item / Classes.Count + 1;
                WriteOne(Path.Combine(folder, className, FileName(className, index)), className, index, options);
                progress?.Report(new SampleDataProgress(Interlocked.Increment(ref written), total));
            });
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    private static void WriteOne(string path, string className, int index, SampleDataOptions options)
    {
        RgbImage picture = Render(className, index, options.Seed, options.Size);
        byte[] file = IsPng(index) ? PngEncoder.Encode(picture) : JpegEncoder.Encode(picture, quality: 85 + 7 * index % 11);
        File.WriteAllBytes(path + UnfinishedSuffix, file);
        File.Move(path + UnfinishedSuffix, path, overwrite: true);
    }

    /// <summary>Removes what an earlier run wrote and this one did not.</summary>
    private static void RemoveSurplus(string folder, int imagesPerClass)
    {
        foreach (string className in Classes)
        {
            foreach (string path in Directory.EnumerateFiles(Path.Combine(folder, className), className + "-*").ToList())
            {
                string name = Path.GetFileName(path);
                bool unfinished = name.EndsWith(UnfinishedSuffix, StringComparison.Ordinal);
                if (unfinished) name = name[..^UnfinishedSuffix.Length];
                string digits = Path.GetFileNameWithoutExtension(name)[(className.Length + 1)..];
                bool ours = int.TryParse(digits, out int index) && index > 0 && name == FileName(className, index);
                if (ours && (unfinished || index > imagesPerClass)) File.Delete(path);
            }
        }
    }
}
