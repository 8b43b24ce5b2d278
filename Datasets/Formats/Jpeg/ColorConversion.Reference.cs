namespace MLResNet.Formats.Jpeg;

/// <content>The plain version, which the tests hold the fast one against.</content>
internal static partial class ColorConversion
{
    public static void ReferenceYCbCrToRgb(
        ReadOnlySpan<byte> y, ReadOnlySpan<byte> blue, ReadOnlySpan<byte> red, Span<byte> output)
    {
        for (int x = 0; x < output.Length / 3; x++)
        {
            int cb = blue[x] - 128, cr = red[x] - 128;
            output[3 * x] = Clamp(y[x] + ((RedFromRed * cr + Half) >> 16));
            output[3 * x + 1] = Clamp(y[x] + ((Half - GreenFromBlue * cb - GreenFromRed * cr) >> 16));
            output[3 * x + 2] = Clamp(y[x] + ((BlueFromBlue * cb + Half) >> 16));
        }
    }

    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, 255);
}
