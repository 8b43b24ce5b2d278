using MLResNet.Formats.Png;
using MLResNet.Imaging;
using MLResNet.Loading;
using MLResNet.Packaging;
using MLResNet.Training;

namespace MLResNet;

/// <summary>Shows what a network sees of images that are varied for training.</summary>
public static class ContactSheet
{
    private const int Gap = 4;

    /// <summary>
    /// Writes what <see cref="Draw"/> draws as PNG; the file is replaced as a whole, its folder made if it is not there.
    /// </summary>
    /// <param name="path">The file, usually <c>.png</c>.</param>
    /// <param name="images">The images.</param>
    /// <param name="augmentation">How they are varied.</param>
    /// <param name="size">Side in pixels of what the network sees, 16 to 2048.</param>
    /// <param name="seed">Where random choices start from.</param>
    /// <exception cref="MLResNetException">As <see cref="Draw"/>, or the file cannot be written.</exception>
    public static void Write(string path, ImageFolder images, Augmentation augmentation, int size = 128, int seed = 1)
    {
        byte[] png = PngEncoder.Encode(Draw(images, augmentation, size, seed: seed));
        AtomicFile.Write(path, stream => stream.Write(png));
    }

    /// <summary>
    /// A picture of pictures: a row an image, first as prediction sees it, then as so many epochs of training would, mixed with
    /// those of other rows where the augmentation says so.
    /// </summary>
    /// <param name="images">The images; of many, some that are spread evenly over them.</param>
    /// <param name="augmentation">How they are varied.</param>
    /// <param name="size">Side in pixels of what the network sees, 16 to 2048.</param>
    /// <param name="rows">How many images at most, at least 1.</param>
    /// <param name="epochs">How many variations of each, at least 1.</param>
    /// <param name="seed">Where random choices start from.</param>
    /// <exception cref="MLResNetException">An argument is out of its range, or none of the images can be read.</exception>
    public static RgbImage Draw(
        ImageFolder images, Augmentation augmentation, int size = 128, int rows = 8, int epochs = 6, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(augmentation);
        OptionRange.Require(size is >= 16 and <= 2048, nameof(size), "16 to 2048", size);
        OptionRange.Require(rows is >= 1 and <= 100, nameof(rows), "1 to 100", rows);
        OptionRange.Require(epochs is >= 1 and <= 100, nameof(epochs), "1 to 100", epochs);
        augmentation.Validate();

        string[] paths = Some([.. images.Select(image => image.Path).Distinct(StringComparer.Ordinal)], rows);
        ImagePreprocessing preprocessing = new ImagePreprocessing().WithSize(size);
        var loader = new ImageLoader(paths, preprocessing, new ImageLoaderOptions
        {
            BatchSize = Math.Max(paths.Length, 1), Seed = seed, Augmentation = augmentation,
        });
        loader.Scan();
        if (loader.Count == 0)
            throw new MLResNetException($"'{images.Source}' has no image that can be read, so there is nothing to show.");

        var sheet = new RgbImage(Gap + (1 + epochs) * (size + Gap), Gap + loader.Count * (size + Gap));
        sheet.Pixels.AsSpan().Fill(255);
        int[] readable = [.. Enumerable.Range(0, paths.Length).Where(i => loader.Unreadable.All(file => file.Path != paths[i]))];
        foreach (ImageBatch batch in loader.InOrder())
            DrawColumn(0, batch, batch.Pixels.Span);
        var mixer = new BatchMixer(augmentation, seed);
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            foreach (ImageBatch batch in loader.Shuffled(epoch))
            {
                ReadOnlySpan<float> pixels = batch.Pixels.Span;
                if (mixer.IsActive)
                    mixer.Mix(batch, epoch, step: 0, out pixels);
                DrawColumn(epoch, batch, pixels);
            }
        }
        return sheet;

        void DrawColumn(int column, ImageBatch batch, ReadOnlySpan<float> pixels)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                int row = Array.IndexOf(readable, batch.Indices[i]);
                Paste(pixels.Slice(i * size * size * 3, size * size * 3), preprocessing, sheet, column, row);
            }
        }
    }

    private static string[] Some(string[] paths, int count) => paths.Length <= count
        ? paths
        : [.. Enumerable.Range(0, count).Select(i => paths[(int)((long)i * paths.Length / count)])];

    /// <summary>Undoes the normalisation.</summary>
    private static void Paste(ReadOnlySpan<float> pixels, ImagePreprocessing preprocessing, RgbImage sheet, int column, int row)
    {
        int size = preprocessing.Size;
        for (int y = 0; y < size; y++)
        {
            Span<byte> target = sheet.Row(Gap + row * (size + Gap) + y)[((Gap + column * (size + Gap)) * 3)..];
            for (int i = 0; i < size * 3; i++)
            {
                float sample = pixels[y * size * 3 + i] * preprocessing.Std[i % 3] + preprocessing.Mean[i % 3];
                target[i] = (byte)Math.Clamp(sample * 255 + 0.5f, 0, 255);
            }
        }
    }
}
