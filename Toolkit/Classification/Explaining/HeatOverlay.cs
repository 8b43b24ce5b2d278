using MLResNet.Imaging;

namespace MLResNet.Explaining;

/// <summary>Lays a heat map over the picture that it explains.</summary>
internal static class HeatOverlay
{
    // How much of the heat's colour is in the mixture, the rest being the picture's.
    private const float Opacity = 0.55f;

    public static RgbImage Draw(Explanation explanation)
    {
        RgbImage picture = explanation.Picture;
        CropBox region = explanation.Region;
        var result = new RgbImage(picture.Width, picture.Height);
        for (int y = 0; y < picture.Height; y++)
        {
            ReadOnlySpan<byte> source = picture.Row(y);
            Span<byte> target = result.Row(y);
            float v = (y + 0.5f - region.Top) / (region.Bottom - region.Top);
            for (int x = 0; x < picture.Width; x++)
            {
                float u = (x + 0.5f - region.Left) / (region.Right - region.Left);
                if (u is >= 0 and < 1 && v is >= 0 and < 1)
                    Mix(source[(x * 3)..], HeatAt(explanation, u, v), target[(x * 3)..]);
                else
                    target.Slice(x * 3, 3).Fill((byte)((1 - Opacity) * Luma(source[(x * 3)..])));
            }
        }
        return result;
    }

    /// <summary>
    /// The heat at a point of the region, both coordinates 0 to 1: between the middles of the map's fields bilinear, beyond the
    /// outermost ones as there.
    /// </summary>
    public static float HeatAt(Explanation explanation, float u, float v)
    {
        (int left, int right, float across) = Neighbours(u, explanation.Width);
        (int top, int bottom, float down) = Neighbours(v, explanation.Height);
        ReadOnlySpan<float> upper = explanation.Heat[(top * explanation.Width)..], lower = explanation.Heat[(bottom * explanation.Width)..];
        return float.Lerp(float.Lerp(upper[left], upper[right], across), float.Lerp(lower[left], lower[right], across), down);
    }

    private static (int First, int Second, float Part) Neighbours(float coordinate, int count)
    {
        float position = Math.Clamp(coordinate * count - 0.5f, 0, count - 1);
        int first = (int)position;
        return (first, Math.Min(first + 1, count - 1), position - first);
    }

    private static void Mix(ReadOnlySpan<byte> source, float heat, Span<byte> target)
    {
        (float red, float green, float blue) = HeatColors.Of(heat);
        target[0] = Rounded(float.Lerp(source[0], red, Opacity));
        target[1] = Rounded(float.Lerp(source[1], green, Opacity));
        target[2] = Rounded(float.Lerp(source[2], blue, Opacity));
    }

    private static byte Rounded(float sample) => (byte)(sample + 0.5f);

    // ITU-R BT.601, as JPEG has it.
    private static float Luma(ReadOnlySpan<byte> pixel) => 0.299f * pixel[0] + 0.587f * pixel[1] + 0.114f * pixel[2];
}
