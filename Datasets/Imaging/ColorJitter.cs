namespace MLResNet.Imaging;

/// <summary>
/// Changes brightness, contrast and saturation by factors, in this order, as Pillow's ImageEnhance defines each, but computed
/// in one pass without rounding or clipping in between.
/// </summary>
internal static class ColorJitter
{
    /// <summary>pixels: n x 3 bytes, changed in place.</summary>
    public static void Run(Span<byte> pixels, float brightness, float contrast, float saturation)
    {
        // Contrast pulls towards the mean grey of the picture, saturation towards the pixel's own grey.
        float gain = contrast * brightness;
        float lift = (1 - contrast) * brightness * MeanGrey(pixels);
        for (int i = 0; i + 2 < pixels.Length; i += 3)
        {
            float red = pixels[i] * gain + lift, green = pixels[i + 1] * gain + lift, blue = pixels[i + 2] * gain + lift;
            float grey = (1 - saturation) * Grey(red, green, blue);
            pixels[i] = ToByte(red * saturation + grey);
            pixels[i + 1] = ToByte(green * saturation + grey);
            pixels[i + 2] = ToByte(blue * saturation + grey);
        }
    }

    // ITU-R 601 luma, as Pillow's conversion to "L".
    private static float Grey(float red, float green, float blue) => 0.299f * red + 0.587f * green + 0.114f * blue;

    private static float MeanGrey(ReadOnlySpan<byte> pixels)
    {
        long red = 0, green = 0, blue = 0;
        for (int i = 0; i + 2 < pixels.Length; i += 3)
        {
            red += pixels[i];
            green += pixels[i + 1];
            blue += pixels[i + 2];
        }
        float count = pixels.Length / 3;
        return Grey(red / count, green / count, blue / count);
    }

    private static byte ToByte(float value) => (byte)Math.Clamp(value + 0.5f, 0, 255);
}
