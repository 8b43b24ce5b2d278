using System.Buffers;
using MLResNet.Formats;

namespace MLResNet.Imaging;

/// <summary>
/// How a picture becomes what a network takes. Training, evaluation, prediction and export all go this one way, and it travels
/// in the model package. The picture is scaled until its short side is <see cref="ResizeShortSide"/>, the square of
/// <see cref="Size"/> in its middle is cut out, and every sample becomes (sample / 255 - mean) / std.
/// </summary>
/// <remarks>
/// A <see cref="Mean"/> of 0 and <see cref="Std"/> of 1 give 0 to 1; 0.5 and 0.5 give -1 to 1; 0 and 1/255 give 0 to 255.
/// The defaults are those of torchvision's ImageNet networks.
/// </remarks>
public sealed record ImagePreprocessing
{
    /// <summary>The side of the square that the network takes, in pixels, 1 to 4096.</summary>
    public int Size { get; init; } = 224;

    /// <summary>The short side of the picture before the square is cut out of it, from <see cref="Size"/> to 8192.</summary>
    public int ResizeShortSide { get; init; } = 256;

    /// <summary>The filter with which the picture is scaled.</summary>
    public Interpolation Interpolation { get; init; } = Interpolation.Bilinear;

    /// <summary>The order of the channels in the network's input.</summary>
    public ChannelOrder ChannelOrder { get; init; } = ChannelOrder.Rgb;

    /// <summary>What is subtracted from samples of 0 to 1: red, green, blue, whatever <see cref="ChannelOrder"/> is.</summary>
    public IReadOnlyList<float> Mean { get; init; } = [0.485f, 0.456f, 0.406f];

    /// <summary>What the difference is divided by, above 0: red, green, blue.</summary>
    public IReadOnlyList<float> Std { get; init; } = [0.229f, 0.224f, 0.225f];

    /// <summary>For a network of another input size, with the picture scaled in proportion.</summary>
    /// <param name="size">The side of the square.</param>
    public ImagePreprocessing WithSize(int size) =>
        this with { Size = size, ResizeShortSide = Math.Max(size, (int)Math.Round(size * (double)ResizeShortSide / Size)) };

    /// <summary>Checks every property against its range.</summary>
    /// <exception cref="MLResNetException">One is out of range; the message names it.</exception>
    public void Validate()
    {
        if (Size is < 1 or > 4096)
            throw Invalid(nameof(Size), Size, "between 1 and 4096");
        if (ResizeShortSide < Size || ResizeShortSide > 8192)
            throw Invalid(nameof(ResizeShortSide), ResizeShortSide, $"between {nameof(Size)}, {Size}, and 8192");
        if (!Enum.IsDefined(Interpolation))
            throw Invalid(nameof(Interpolation), Interpolation, string.Join(" or ", Enum.GetNames<Interpolation>()));
        if (!Enum.IsDefined(ChannelOrder))
            throw Invalid(nameof(ChannelOrder), ChannelOrder, string.Join(" or ", Enum.GetNames<ChannelOrder>()));
        if (Mean is not { Count: 3 } || !Mean.All(float.IsFinite))
            throw Invalid(nameof(Mean), Mean is null ? "null" : string.Join(", ", Mean), "three finite numbers");
        if (Std is not { Count: 3 } || !Std.All(s => float.IsFinite(s) && s > 0))
            throw Invalid(nameof(Std), Std is null ? "null" : string.Join(", ", Std), "three finite numbers above 0");
    }

    /// <summary>
    /// How a file is to be decoded before <see cref="Apply(RgbImage, Span{float})"/>: a large JPEG at a part of its size for
    /// speed, though with at least twice the short side it is scaled to, the margin that Pillow's thumbnail keeps too.
    /// </summary>
    /// <param name="limits">The limits of the decoder; the defaults when null.</param>
    public DecodeOptions ToDecodeOptions(DecodeOptions? limits = null) =>
        (limits ?? DecodeOptions.Default) with { MinShortSide = 2 * ResizeShortSide };

    /// <summary>Turns a picture into a network's input.</summary>
    /// <param name="image">The picture, of any size.</param>
    /// <param name="output">Size x Size x 3 numbers, NHWC of one image.</param>
    /// <exception cref="ArgumentException">The output has another length.</exception>
    public void Apply(RgbImage image, Span<float> output)
    {
        ArgumentNullException.ThrowIfNull(image);
        Apply(image, ResampleWindow.Center(image, ResizeShortSide, Size), AugmentationDraw.None, output);
    }

    /// <summary>Turns a picture into a network's input: Size x Size x 3 numbers, NHWC of one image.</summary>
    /// <param name="image">The picture, of any size.</param>
    public float[] Apply(RgbImage image)
    {
        float[] output = new float[Size * Size * 3];
        Apply(image, output);
        return output;
    }

    /// <summary>
    /// The part of a picture that the network sees: where the square lies in it that <see cref="Apply(RgbImage)"/> cuts out.
    /// </summary>
    internal CropBox Region(RgbImage image)
    {
        ResampleWindow window = ResampleWindow.Center(image, ResizeShortSide, Size);
        double across = image.Width / (double)window.FullWidth, down = image.Height / (double)window.FullHeight;
        return new CropBox(
            (float)(window.X * across), (float)(window.Y * down),
            (float)((window.X + window.Width) * across), (float)((window.Y + window.Height) * down));
    }

    /// <summary>Turns a picture into a network's input, varied for training.</summary>
    internal void Apply(RgbImage image, Augmentation augmentation, SplitMix64 random, Span<float> output)
    {
        AugmentationDraw draw = augmentation.Draw(image, Size, ref random);
        ResampleWindow window = draw.Box is { } box
            ? ResampleWindow.All(box, Size, Size)
            : ResampleWindow.Center(image, ResizeShortSide, Size);
        Apply(image, window, draw, output);
    }

    private void Apply(RgbImage image, in ResampleWindow window, in AugmentationDraw draw, Span<float> output)
    {
        int length = Size * Size * 3;
        if (output.Length != length)
            throw new ArgumentException($"{Size} x {Size} RGB pixels are {length} numbers, not {output.Length}.", nameof(output));
        byte[] buffer = ArrayPool<byte>.Shared.Rent(draw.Degrees == 0 ? length : 2 * length);
        try
        {
            Span<byte> pixels = buffer.AsSpan(0, length);
            Resampler.Run(image, window, Interpolation, pixels);
            if (draw.Detail < 1)
                Downscale.Run(pixels, Size, draw.Detail, Interpolation);
            if (draw.Degrees != 0)
            {
                Span<byte> turned = buffer.AsSpan(length, length);
                Rotation.Run(pixels, Size, draw.Degrees, turned);
                pixels = turned;
            }
            if (draw.IsFlipped)
                Flip.Horizontal(pixels, Size);
            if (draw.ChangesColor)
                ColorJitter.Run(pixels, draw.Brightness, draw.Contrast, draw.Saturation);
            if (ChannelOrder == ChannelOrder.Bgr)
                SwapRedAndBlue(pixels);
            (int first, int last) = ChannelOrder == ChannelOrder.Bgr ? (2, 0) : (0, 2);
            PixelNormalization.Run(pixels, [Mean[first], Mean[1], Mean[last]], [Std[first], Std[1], Std[last]], output);
            if (draw.Erased is { } erased)
                RandomErasing.Run(output, Size, erased);
            if (draw.Shift is { } shift)
                RandomShift.Run(output, Size, shift.Right, shift.Down);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void SwapRedAndBlue(Span<byte> pixels)
    {
        for (int i = 0; i < pixels.Length; i += 3)
            (pixels[i], pixels[i + 2]) = (pixels[i + 2], pixels[i]);
    }

    private static MLResNetException Invalid(string name, object value, string range) =>
        new($"{nameof(ImagePreprocessing)}.{name} is {value}; it has to be {range}.");

    /// <summary>Whether all properties are equal, number by number.</summary>
    public bool Equals(ImagePreprocessing? other) =>
        other is not null && Size == other.Size && ResizeShortSide == other.ResizeShortSide
        && Interpolation == other.Interpolation && ChannelOrder == other.ChannelOrder
        && Mean.SequenceEqual(other.Mean) && Std.SequenceEqual(other.Std);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Size, ResizeShortSide, Interpolation, ChannelOrder, Mean[0], Std[0]);
}
