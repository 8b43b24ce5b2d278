using MLResNet.Formats;
using MLResNet.Imaging;

namespace MLResNet.Datasets.Tests.Formats;

/// <summary>What every decoder has to stand: files cut short, files with flipped bytes, headers that promise the moon.</summary>
internal static class HostileImages
{
    // The fixtures are small; a decoder that takes more for a damaged one believed a header it should not have.
    private static readonly DecodeOptions Limits = new() { MaxPixels = 4_000_000 };

    /// <summary>Whether the bytes decode; any error but <see cref="ImageFormatException"/> passes through.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> image)
    {
        try
        {
            RgbImage decoded = ImageDecoder.Decode(image, Limits);
            return decoded.Pixels.Length > 0;
        }
        catch (ImageFormatException)
        {
            return false;
        }
    }

    /// <summary>Every prefix of the image, or 400 of them, gives an image or an <see cref="ImageFormatException"/>.</summary>
    /// <returns>How many gave an image.</returns>
    public static int DecodePrefixes(byte[] image)
    {
        int decoded = 0;
        int step = Math.Max(1, image.Length / 400);
        for (int length = 0; length < image.Length; length += step)
            decoded += TryDecode(image.AsSpan(0, length)) ? 1 : 0;
        return decoded;
    }

    /// <summary>
    /// Copies with one to eight random bytes changed each give an image or an <see cref="ImageFormatException"/>.
    /// </summary>
    public static void DecodeFlipped(byte[] image, int seed, int copies)
    {
        var random = new Random(seed);
        for (int copy = 0; copy < copies; copy++)
        {
            byte[] flipped = [.. image];
            for (int flips = random.Next(1, 9); flips > 0; flips--)
                flipped[random.Next(flipped.Length)] = (byte)random.Next(256);
            TryDecode(flipped);
        }
    }

    /// <summary>The reason for which the image is refused.</summary>
    public static string Refusal(ReadOnlySpan<byte> image)
    {
        try
        {
            ImageDecoder.Decode(image);
        }
        catch (ImageFormatException e)
        {
            return e.Message;
        }
        throw new Xunit.Sdk.XunitException("The image was not refused.");
    }

    /// <summary>The image is refused, and for less than a megabyte of memory.</summary>
    /// <returns>The reason.</returns>
    public static string RefusalWithoutMemory(byte[] image, DecodeOptions options)
    {
        // Once for what is allocated on first use.
        Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(image, options));
        long before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(image, options));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        return refusal.Message;
    }
}
