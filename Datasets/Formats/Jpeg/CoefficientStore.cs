using System.Buffers;

namespace MLResNet.Formats.Jpeg;

/// <summary>The coefficients of a whole picture, for files that send them in several scans.</summary>
internal sealed class CoefficientStore : IDisposable
{
    private readonly FrameHeader _frame;
    private readonly short[][] _coefficients;
    private readonly ulong[][] _nonZero;

    /// <summary>Makes room for all blocks of all MCUs, every coefficient 0.</summary>
    public CoefficientStore(FrameHeader frame)
    {
        _frame = frame;
        _coefficients = new short[frame.Components.Length][];
        _nonZero = new ulong[frame.Components.Length][];
        for (int i = 0; i < _coefficients.Length; i++)
        {
            FrameComponent component = frame.Components[i];
            int blocks = frame.UnitsAcross * component.Horizontal * frame.UnitsDown * component.Vertical;
            _coefficients[i] = ArrayPool<short>.Shared.Rent(blocks * 64);
            _coefficients[i].AsSpan(0, blocks * 64).Clear();
            _nonZero[i] = ArrayPool<ulong>.Shared.Rent(blocks);
            _nonZero[i].AsSpan(0, blocks).Clear();
        }
    }

    /// <summary>A block of a component, by its place from the left and from the top.</summary>
    public CoefficientBlock Block(FrameComponent component, int across, int down)
    {
        int index = down * _frame.UnitsAcross * component.Horizontal + across;
        return new CoefficientBlock(_coefficients[component.Index].AsSpan(index * 64, 64), ref _nonZero[component.Index][index]);
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
                        band.WriteBlock(across, down, Block(component, across, unit * component.Vertical + down).Values);
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
        foreach (ulong[] nonZero in _nonZero)
            ArrayPool<ulong>.Shared.Return(nonZero);
    }
}
