namespace MLResNet.Formats.Jpeg;

/// <content>The plain versions, which the tests hold the fast ones against.</content>
internal static partial class Upsampling
{
    public static void ReferenceHorizontal(ReadOnlySpan<byte> row, Span<byte> output, int count)
    {
        for (int x = 0; x < count; x++)
        {
            int three = 3 * row[Margin + x];
            output[2 * x] = (byte)((three + row[Margin + x - 1] + 1) >> 2);
            output[2 * x + 1] = (byte)((three + row[Margin + x + 1] + 2) >> 2);
        }
    }

    public static void ReferenceVertical(
        ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, Span<byte> output, int count, int rounding)
    {
        for (int x = 0; x < count; x++)
            output[x] = (byte)((3 * near[Margin + x] + far[Margin + x] + rounding) >> 2);
    }

    public static void ReferenceBoth(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, Span<byte> output, int count)
    {
        for (int x = 0; x < count; x++)
        {
            int left = 3 * near[Margin + x - 1] + far[Margin + x - 1];
            int middle = 3 * near[Margin + x] + far[Margin + x];
            int right = 3 * near[Margin + x + 1] + far[Margin + x + 1];
            output[2 * x] = (byte)((3 * middle + left + 8) >> 4);
            output[2 * x + 1] = (byte)((3 * middle + right + 7) >> 4);
        }
    }
}
