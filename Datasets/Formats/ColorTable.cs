namespace MLResNet.Formats;

/// <summary>
/// Palettes: 256 colours of R, G, B, the unused ones black, so that no index can fall outside. (libpng, too, shows an index past
/// the end of the palette black.)
/// </summary>
internal static class ColorTable
{
    /// <summary>Bytes of a table.</summary>
    public const int Length = 256 * 3;

    /// <summary>Turns a row of indices into colours.</summary>
    /// <param name="colors">The <see cref="Length"/> bytes of a table.</param>
    /// <param name="row">Indices of <paramref name="depth"/> bits each, the first in the highest bits of the first byte.</param>
    /// <param name="depth">1, 2, 4 or 8.</param>
    /// <param name="rgb">Three bytes for each pixel.</param>
    public static void LookUp(ReadOnlySpan<byte> colors, ReadOnlySpan<byte> row, int depth, Span<byte> rgb)
    {
        int mask = (1 << depth) - 1;
        for (int pixel = 0, bit = 0; pixel < rgb.Length; pixel += 3, bit += depth)
        {
            int index = (row[bit >> 3] >> (8 - depth - (bit & 7))) & mask;
            colors.Slice(3 * index, 3).CopyTo(rgb[pixel..]);
        }
    }
}
