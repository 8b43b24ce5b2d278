namespace MLResNet.Engine.Training;

/// <summary>The true classes of a batch of images that are mixtures of two: a share of one, and the rest of another.</summary>
public readonly ref struct LabelMixture
{
    /// <summary>Images of one class each.</summary>
    /// <param name="labels">A class an image.</param>
    public LabelMixture(ReadOnlySpan<int> labels)
        : this(labels, labels, 1)
    {
    }

    /// <summary>Images of two classes each.</summary>
    /// <param name="first">A class an image.</param>
    /// <param name="second">The other class of each, which may be the same.</param>
    /// <param name="share">The share of the first, 0 to 1; the second has the rest.</param>
    /// <exception cref="ArgumentException">The two are not of one length, or the share is out of its range.</exception>
    public LabelMixture(ReadOnlySpan<int> first, ReadOnlySpan<int> second, double share)
    {
        if (first.Length != second.Length)
            throw new ArgumentException($"{first.Length} first labels take as many second ones, not {second.Length}.", nameof(second));
        if (share is not (>= 0 and <= 1))
            throw new ArgumentException($"A share is 0 to 1, not {share}.", nameof(share));
        First = first;
        Second = second;
        Share = share;
    }

    /// <summary>A class an image.</summary>
    public ReadOnlySpan<int> First { get; }

    /// <summary>The other class of each.</summary>
    public ReadOnlySpan<int> Second { get; }

    /// <summary>The share of the first, 0 to 1.</summary>
    public double Share { get; }

    /// <summary>Number of images.</summary>
    public int Length => First.Length;

    /// <summary>The class that an image has most of.</summary>
    /// <param name="image">From 0.</param>
    public int MainOf(int image) => Share >= 0.5 ? First[image] : Second[image];

    /// <summary>The images from one up to, but not, another.</summary>
    /// <param name="start">From 0.</param>
    /// <param name="end">At most <see cref="Length"/>.</param>
    public LabelMixture Slice(int start, int end) => new(First[start..end], Second[start..end], Share);
}
