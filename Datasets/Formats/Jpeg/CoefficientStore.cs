using System.Buffers;

namespace MLResNet.Formats.Jpeg;

/// <summary>The coefficients of a whole picture, for files that send them in several scans.</summary>
internal sealed class CoefficientStore : IDisposable
{
    private readonly FrameHeader _frame;
    private readonly short[][] _coefficients;

    /// <summary>Makes room for all blocks of all MCUs, every coefficient 0.</summary>
    public CoefficientStore(FrameHeader frame)
    {
        _frame = frame;
        _coefficients = new short[frame.Components.Length][];
        for (int i = 0; i < _coefficients.Length; i++)
        {
            FrameComponent component = frame.Components[i];
            int length = frame.UnitsAcross * component.Horizontal * frame.UnitsDown * component.Vertical * 64;
            _coefficients[i] = ArrayPool<short>.Shared.Rent(length);
            _coefficients[i].AsSpan(0, length).Clear();
        }
    }

    /// <summary>The 64 coefficients of a component's block, row-major, not dequantised.</summary>
    public Span<short> Block(FrameComponent component, int across, int down)
    {
        int index = down * _frame.UnitsAcross * component.Horizontal + across;
        return _coefficients[component.Index].AsSpan(index * 64, 64);
    }

    /// <summary>Makes the picture of what has been stored.</summary>
    public void WriteTo(RowAssembler rows)
    {
        for (int unit = 0; unit < _frame.UnitsDown; unit++)
        {
            foreach (FrameComponent component in _frame.Components)
            {
                SampleBand band = rows.Band(component);
                for (int down = 0; down < component.Vertical; down++)
                {
                    for (int across = 0; across < _frame.UnitsAcross * component.Horizontal; across++)
                        band.WriteBlock(across, down, Block(component, across, unit * component.Vertical + down));
                }
            }
            rows.FinishBand();
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Dispose()
    {
        foreach (short[] coefficients in _coefficients)
            ArrayPool<short>.Shared.Return(coefficients);
    }
}
