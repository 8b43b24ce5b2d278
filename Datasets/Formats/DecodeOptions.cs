namespace MLResNet.Formats;

/// <summary>Limits of a decoder, and how small an image the caller can do with.</summary>
public sealed record DecodeOptions
{
    /// <summary>The defaults: 100 megapixels, 256 MiB, full size.</summary>
    public static DecodeOptions Default { get; } = new();

    /// <summary>
    /// The most pixels (width x height of the image's header) that are decoded; an image beyond is refused before any memory is
    /// taken for it.
    /// </summary>
    public long MaxPixels { get; init; } = 100_000_000;

    /// <summary>The most bytes an encoded image may have.</summary>
    public long MaxBytes { get; init; } = 256L << 20;

    /// <summary>
    /// The shortest side, in pixels, that the caller still has a use for, or 0 for full size. A decoder that can scale for less
    /// than the price of full size (JPEG: 1/2, 1/4, 1/8) takes the smallest scale whose shortest side is no less than this.
    /// </summary>
    public int MinShortSide { get; init; }
}
