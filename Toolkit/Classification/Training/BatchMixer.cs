using MLResNet.Engine.Training;
using MLResNet.Imaging;
using MLResNet.Loading;

namespace MLResNet.Training;

/// <summary>
/// Mixes the images of a batch in pairs, and their labels with them: mixup blends, CutMix puts a rectangle of one into the other.
/// What is drawn depends on (seed, epoch, step) alone.
/// </summary>
internal sealed class BatchMixer(Augmentation augmentation, long seed)
{
    // Keeps these draws apart from those of the same seed and epoch that vary single images.
    private const long Key = 0x6D6978;

    private float[] _pixels = [];
    private int[] _partners = [];
    private int[] _labels = [];

    /// <summary>Whether images are to be mixed at all.</summary>
    public bool IsActive => augmentation.Mixup > 0 || augmentation.CutMix > 0;

    /// <summary>Which image of the batch each has been mixed with, good until the next call.</summary>
    public ReadOnlySpan<int> Partners => _partners;

    /// <summary>Mixes a batch.</summary>
    /// <param name="batch">The images; not changed.</param>
    /// <param name="epoch">From 1.</param>
    /// <param name="step">From 0.</param>
    /// <param name="pixels">The mixed images, good until the next call.</param>
    /// <returns>Their labels, the first of several; and the share that each has of itself.</returns>
    public LabelMixture Mix(ImageBatch batch, int epoch, int step, out ReadOnlySpan<float> pixels)
    {
        var random = new SplitMix64(seed, epoch, step, Key);
        ReadOnlySpan<float> source = batch.Pixels.Span;
        int count = batch.Count, length = source.Length / count;
        if (_pixels.Length < source.Length)
            (_pixels, _partners, _labels) = (new float[source.Length], new int[count], new int[count]);
        Span<int> partners = _partners.AsSpan(0, count), labels = _labels.AsSpan(0, count);
        for (int image = 0; image < count; image++)
            partners[image] = image;
        random.Shuffle(partners);
        for (int image = 0; image < count; image++)
            labels[image] = batch.Labels[partners[image]];

        Span<float> mixed = _pixels.AsSpan(0, source.Length);
        bool cuts = augmentation.Mixup == 0 || (augmentation.CutMix > 0 && random.NextDouble() < 0.5);
        double share = cuts
            ? Cut(source, partners, batch.Size, ref random, mixed)
            : Blend(source, partners, length, ref random, mixed);
        pixels = mixed;
        return new LabelMixture(batch.Labels, labels, share);
    }

    private double Blend(ReadOnlySpan<float> source, ReadOnlySpan<int> partners, int length, ref SplitMix64 random, Span<float> mixed)
    {
        float share = (float)Beta(augmentation.Mixup, ref random);
        for (int image = 0; image < partners.Length; image++)
        {
            ReadOnlySpan<float> own = source.Slice(image * length, length), other = source.Slice(partners[image] * length, length);
            Span<float> result = mixed.Slice(image * length, length);
            for (int i = 0; i < length; i++)
                result[i] = own[i] * share + other[i] * (1 - share);
        }
        return share;
    }

    private double Cut(ReadOnlySpan<float> source, ReadOnlySpan<int> partners, int size, ref SplitMix64 random, Span<float> mixed)
    {
        double side = size * Math.Sqrt(1 - Beta(augmentation.CutMix, ref random));
        double x = random.NextDouble(0, size), y = random.NextDouble(0, size);
        (int left, int right) = Within(x, side, size);
        (int top, int bottom) = Within(y, side, size);
        source.CopyTo(mixed);
        int length = size * size * 3;
        for (int image = 0; image < partners.Length; image++)
        {
            for (int row = top; row < bottom; row++)
            {
                int start = (row * size + left) * 3, count = (right - left) * 3;
                source.Slice(partners[image] * length + start, count).CopyTo(mixed[(image * length + start)..]);
            }
        }
        return 1 - (right - left) * (bottom - top) / (double)(size * size);
    }

    private static (int Start, int End) Within(double middle, double side, int size) =>
        (Math.Clamp((int)(middle - side / 2), 0, size), Math.Clamp((int)(middle + side / 2), 0, size));

    /// <summary>A number of the distribution Beta(alpha, alpha), alpha above 0 to 1 (Johnk's algorithm).</summary>
    private static double Beta(double alpha, ref SplitMix64 random)
    {
        while (true)
        {
            double x = Math.Pow(random.NextDouble(), 1 / alpha), y = Math.Pow(random.NextDouble(), 1 / alpha);
            if (x + y is > 0 and <= 1)
                return x / (x + y);
        }
    }
}
