using System.Buffers;
using MLResNet.Imaging;

namespace MLResNet.Formats.Jpeg;

/// <summary>
/// Makes pixels of decoded blocks, a row of MCUs at a time: inverse DCT into a band of each component, upsampling, colour
/// conversion. The last row of pixels of a band may need the samples below it, and then waits for the next band.
/// </summary>
internal sealed class RowAssembler : IDisposable
{
    private readonly ColorModel _model;
    private readonly SampleBand[] _bands;
    private readonly bool _isTriangular;
    private readonly int _rowsPerBand;
    private readonly int _rowsHeldBack;
    private readonly byte[][] _expanded;
    private int _decodedRows;
    private int _finishedRows;

    /// <summary>Prepares for a frame that is decoded at eighths / 8 of its size.</summary>
    public RowAssembler(FrameHeader frame, ColorModel model, int eighths)
    {
        _model = model;
        // libjpeg's rule: at 1/8 chroma is plainly repeated.
        _isTriangular = eighths > 1;
        _rowsPerBand = frame.MaxVertical * eighths;
        _bands = new SampleBand[frame.Components.Length];
        for (int i = 0; i < _bands.Length; i++)
            _bands[i] = new SampleBand(frame, frame.Components[i], eighths);
        _rowsHeldBack = _bands.Any(band => LooksBelow(band)) ? 1 : 0;

        int width = FrameHeader.CeilingDivide(frame.Width * eighths, 8);
        int height = FrameHeader.CeilingDivide(frame.Height * eighths, 8);
        // A row that is expanded ends up to a sample's worth of pixels, and up to a vector, beyond the picture.
        int room = 4 * Upsampling.PaddedLength(width);
        _expanded = new byte[_bands.Length][];
        for (int i = 0; i < _bands.Length; i++)
            _expanded[i] = ArrayPool<byte>.Shared.Rent(room);
        Image = new RgbImage(width, height, GC.AllocateUninitializedArray<byte>(width * height * 3));
    }

    /// <summary>The picture; complete after the last band.</summary>
    public RgbImage Image { get; }

    /// <summary>The current band of a component.</summary>
    public SampleBand Band(FrameComponent component) => _bands[component.Index];

    /// <summary>To be called when all blocks of a row of MCUs are written.</summary>
    public void FinishBand()
    {
        foreach (SampleBand band in _bands)
            band.ExtendEdges();
        _decodedRows += _rowsPerBand;
        int end = _decodedRows >= Image.Height ? Image.Height : _decodedRows - _rowsHeldBack;
        for (; _finishedRows < end; _finishedRows++)
            WriteRow(_finishedRows);
        foreach (SampleBand band in _bands)
            band.Advance();
    }

    /// <summary>Gives all buffers back.</summary>
    public void Dispose()
    {
        foreach (SampleBand band in _bands)
            band.Dispose();
        foreach (byte[] row in _expanded)
            ArrayPool<byte>.Shared.Return(row);
    }

    private void WriteRow(int y)
    {
        Span<byte> output = Image.Row(y);
        ReadOnlySpan<byte> first = Expand(0, y);
        switch (_model)
        {
            case ColorModel.Greyscale:
                ColorConversion.RgbToRgb(first, first, first, output);
                break;
            case ColorModel.Rgb:
                ColorConversion.RgbToRgb(first, Expand(1, y), Expand(2, y), output);
                break;
            case ColorModel.YCbCr:
                ColorConversion.YCbCrToRgb(first, Expand(1, y), Expand(2, y), output);
                break;
            case ColorModel.Cmyk:
                ColorConversion.RgbToRgb(first, Expand(1, y), Expand(2, y), output);
                ColorConversion.MultiplyByBlack(output, Expand(3, y));
                break;
            case ColorModel.Ycck:
                ColorConversion.YCbCrToRgb(first, Expand(1, y), Expand(2, y), output);
                ColorConversion.Invert(output);
                ColorConversion.MultiplyByBlack(output, Expand(3, y));
                break;
        }
    }

    /// <summary>The samples of a component for one row of pixels.</summary>
    private ReadOnlySpan<byte> Expand(int index, int y)
    {
        SampleBand band = _bands[index];
        int row = y / band.ExpandDown;
        ReadOnlySpan<byte> near = band.Row(row);
        Span<byte> output = _expanded[index];
        bool isUpper = y % band.ExpandDown == 0;
        if (band.ExpandAcross == 1)
        {
            if (!LooksBelow(band))
                return near[Upsampling.Margin..];
            Upsampling.Vertical(near, band.Row(isUpper ? row - 1 : row + 1), output, band.Width, isUpper ? 1 : 2);
        }
        else if (LooksBelow(band))
        {
            Upsampling.Both(near, band.Row(isUpper ? row - 1 : row + 1), output, band.Width);
        }
        else if (LooksAside(band))
        {
            Upsampling.Horizontal(near, output, band.Width);
        }
        else
        {
            Upsampling.Replicate(near, output, band.Width, band.ExpandAcross);
        }
        return output;
    }

    /// <summary>Whether the component is expanded by the triangle filter across; libjpeg spares the narrowest.</summary>
    private bool LooksAside(SampleBand band) => _isTriangular && band.ExpandAcross == 2 && band.ExpandDown <= 2 && band.Width > 2;

    /// <summary>Whether the component is expanded by the triangle filter down.</summary>
    private bool LooksBelow(SampleBand band) =>
        _isTriangular && band.ExpandDown == 2 && (band.ExpandAcross == 1 || LooksAside(band));
}
