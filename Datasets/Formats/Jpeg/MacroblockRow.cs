using MLResNet.Imaging;

namespace MLResNet.Formats.Jpeg;

/// <summary>
/// Sixteen rows of a picture as full-size luma and halved chroma, in the JFIF definition of YCbCr (ITU-R BT.601, full range) and
/// in 16-bit fixed point. Beyond the picture's edges the last column and row go on.
/// </summary>
internal sealed class MacroblockRow
{
    private const int Half = 1 << 15;

    /// <summary>128 for the offset of chroma; just under a half to round, so that pure blue and red do not reach 256.</summary>
    private const int ChromaOffset = (128 << 16) + Half - 1;

    private readonly RgbImage _image;

    public MacroblockRow(RgbImage image)
    {
        _image = image;
        Stride = (image.Width + 15) / 16 * 16;
        Luma = new byte[Stride * 16];
        Blue = new byte[Stride * 4];
        Red = new byte[Stride * 4];
    }

    /// <summary>Luma samples a row; chroma has half as many.</summary>
    public int Stride { get; }

    public byte[] Luma { get; }

    public byte[] Blue { get; }

    public byte[] Red { get; }

    /// <summary>Fills the planes from the rows 16 * index and on.</summary>
    public void Load(int index)
    {
        int lastRow = _image.Height - 1;
        for (int row = 0; row < 16; row++)
            LoadLuma(_image.Row(Math.Min(index * 16 + row, lastRow)), Luma.AsSpan(row * Stride, Stride));
        for (int row = 0; row < 8; row++)
        {
            int upper = Math.Min(index * 8 + row, lastRow / 2) * 2;
            LoadChroma(_image.Row(upper), _image.Row(Math.Min(upper + 1, lastRow)), row * Stride / 2);
        }
    }

    private static void LoadLuma(ReadOnlySpan<byte> rgb, Span<byte> luma)
    {
        int width = rgb.Length / 3;
        for (int x = 0; x < width; x++, rgb = rgb[3..])
            luma[x] = (byte)((19595 * rgb[0] + 38470 * rgb[1] + 7471 * rgb[2] + Half) >> 16);
        luma[width..].Fill(luma[width - 1]);
    }

    private void LoadChroma(ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, int offset)
    {
        int lastColumn = _image.Width - 1;
        for (int x = 0; x < Stride / 2; x++)
        {
            int left = Math.Min(2 * x, lastColumn) * 3, right = Math.Min(2 * x + 1, lastColumn) * 3;
            // Rounding up and down by turns keeps the mean of the four where it is.
            int bias = 1 + (x & 1);
            int blue = BlueAt(upper, left) + BlueAt(upper, right) + BlueAt(lower, left) + BlueAt(lower, right);
            int red = RedAt(upper, left) + RedAt(upper, right) + RedAt(lower, left) + RedAt(lower, right);
            Blue[offset + x] = (byte)((blue + bias) >> 2);
            Red[offset + x] = (byte)((red + bias) >> 2);
        }
    }

    private static int BlueAt(ReadOnlySpan<byte> rgb, int i) =>
        (-11059 * rgb[i] - 21709 * rgb[i + 1] + 32768 * rgb[i + 2] + ChromaOffset) >> 16;

    private static int RedAt(ReadOnlySpan<byte> rgb, int i) =>
        (32768 * rgb[i] - 27439 * rgb[i + 1] - 5329 * rgb[i + 2] + ChromaOffset) >> 16;
}
