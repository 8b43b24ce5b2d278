using System.Buffers;

namespace MLResNet.Formats.Jpeg;

/// <summary>
/// The decoded samples of one component, in one row of MCUs and the row of samples above it: what is needed to write the pixels
/// there, while it is in cache.
/// </summary>
internal sealed class SampleBand : IDisposable
{
    private readonly FrameComponent _component;
    private readonly int _blockSize;
    private readonly int _rows;
    private readonly int _stride;
    private readonly byte[] _samples;
    private int _firstRow;

    /// <summary>Makes room for a band of a frame decoded at eighths / 8 of its size.</summary>
    public SampleBand(FrameHeader frame, FrameComponent component, int eighths)
    {
        _component = component;
        _blockSize = ChooseBlockSize(frame, component, eighths);
        int horizontal = component.Horizontal * _blockSize / eighths, vertical = component.Vertical * _blockSize / eighths;
        if (frame.MaxHorizontal % horizontal != 0 || frame.MaxVertical % vertical != 0)
            throw JpegError.NotSupported("fractional sampling factors");
        ExpandAcross = frame.MaxHorizontal / horizontal;
        ExpandDown = frame.MaxVertical / vertical;
        Width = FrameHeader.CeilingDivide(frame.Width * component.Horizontal * _blockSize, frame.MaxHorizontal * 8);
        Height = FrameHeader.CeilingDivide(frame.Height * component.Vertical * _blockSize, frame.MaxVertical * 8);
        _rows = component.Vertical * _blockSize;
        int across = frame.UnitsAcross * component.Horizontal * _blockSize;
        _stride = Upsampling.PaddedLength(across) + 2 * Upsampling.Margin;
        _samples = ArrayPool<byte>.Shared.Rent(_stride * (1 + _rows));
    }

    /// <summary>Samples that cover the picture's width.</summary>
    public int Width { get; }

    /// <summary>Samples that cover the picture's height.</summary>
    public int Height { get; }

    /// <summary>Pixels across for a sample.</summary>
    public int ExpandAcross { get; }

    /// <summary>Pixels down for a sample.</summary>
    public int ExpandDown { get; }

    /// <summary>Decodes a block's coefficients into the band.</summary>
    /// <param name="across">The block's place from the left.</param>
    /// <param name="down">The block's place from the top of the band.</param>
    /// <param name="coefficients">64, row-major, not yet dequantised.</param>
    public void WriteBlock(int across, int down, ReadOnlySpan<short> coefficients)
    {
        int start = (1 + down * _blockSize) * _stride + Upsampling.Margin + across * _blockSize;
        InverseDct.Transform(_blockSize, coefficients, _component.Quantization, _samples.AsSpan(start), _stride);
    }

    /// <summary>Repeats the picture's edges into the margins, which the triangle filter looks at.</summary>
    public void ExtendEdges()
    {
        for (int row = 1; row <= _rows; row++)
        {
            int first = row * _stride + Upsampling.Margin;
            _samples[first - 1] = _samples[first];
            _samples[first + Width] = _samples[first + Width - 1];
        }
    }

    /// <summary>
    /// A row of the picture's samples with its margins; rows beyond the top and bottom are those at the edge. It must be in the
    /// band or right above it.
    /// </summary>
    public ReadOnlySpan<byte> Row(int y) => _samples.AsSpan((Math.Clamp(y, 0, Height - 1) - _firstRow + 1) * _stride, _stride);

    /// <summary>Moves on to the next band, keeping the last row.</summary>
    public void Advance()
    {
        _samples.AsSpan(_rows * _stride, _stride).CopyTo(_samples);
        _firstRow += _rows;
    }

    /// <summary>Gives the room back.</summary>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_samples);

    /// <summary>
    /// Where the picture is scaled down and the component has fewer samples than others, decoding larger blocks of it saves
    /// scaling it up again.
    /// </summary>
    private static int ChooseBlockSize(FrameHeader frame, FrameComponent component, int eighths)
    {
        int size = eighths;
        while (size < 8
            && frame.MaxHorizontal * eighths % (component.Horizontal * size * 2) == 0
            && frame.MaxVertical * eighths % (component.Vertical * size * 2) == 0)
        {
            size *= 2;
        }
        return size;
    }
}
