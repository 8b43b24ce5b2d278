using System.Runtime.Intrinsics;

namespace MLResNet.Formats.Png;

/// <summary>
/// Filters the rows of an 8-bit RGB image one after the other, each with the filter of the least sum of magnitudes.
/// </summary>
internal sealed class PngAdaptiveFilter
{
    private const int Step = 3;

    private readonly int _length;

    // Samples of this row and the row above, each behind a pixel of zeros, so that the first pixel has a left neighbour.
    private byte[] _row;
    private byte[] _above;
    private byte[] _best;
    private byte[] _candidate;

    /// <summary>Starts above the first row.</summary>
    /// <param name="rowBytes">Bytes a row, without the filter byte.</param>
    public PngAdaptiveFilter(int rowBytes)
    {
        _length = rowBytes;
        _row = new byte[Step + rowBytes];
        _above = new byte[Step + rowBytes];
        _best = new byte[1 + rowBytes];
        _candidate = new byte[1 + rowBytes];
    }

    /// <summary>Filters the next row.</summary>
    /// <returns>The filter byte and the filtered row; valid until the next call.</returns>
    public ReadOnlySpan<byte> Apply(ReadOnlySpan<byte> samples)
    {
        (_row, _above) = (_above, _row);
        samples.CopyTo(_row.AsSpan(Step));
        long least = long.MaxValue;
        for (PngFilter filter = PngFilter.None; filter <= PngFilter.Paeth; filter++)
        {
            long magnitudes = Filter(filter, _candidate);
            if (magnitudes < least)
            {
                least = magnitudes;
                (_best, _candidate) = (_candidate, _best);
            }
        }
        return _best;
    }

    private long Filter(PngFilter filter, byte[] target)
    {
        target[0] = (byte)filter;
        Span<byte> filtered = target.AsSpan(1, _length);
        ReadOnlySpan<byte> row = _row.AsSpan(Step, _length);
        ReadOnlySpan<byte> left = _row.AsSpan(0, _length);
        ReadOnlySpan<byte> above = _above.AsSpan(Step, _length);
        ReadOnlySpan<byte> aboveLeft = _above.AsSpan(0, _length);

        long magnitudes = 0;
        int i = 0;
        for (; i + Vector128<byte>.Count <= _length; i += Vector128<byte>.Count)
        {
            Vector128<byte> predicted = Predict(filter, Load(left, i), Load(above, i), Load(aboveLeft, i));
            Vector128<byte> residual = Load(row, i) - predicted;
            residual.CopyTo(filtered[i..]);
            Vector128<byte> magnitude = Vector128.Min(residual, Vector128<byte>.Zero - residual);
            magnitudes += Vector128.Sum(Vector128.WidenLower(magnitude) + Vector128.WidenUpper(magnitude));
        }
        for (; i < _length; i++)
        {
            byte predicted = filter switch
            {
                PngFilter.Sub => left[i],
                PngFilter.Up => above[i],
                PngFilter.Average => (byte)((left[i] + above[i]) >> 1),
                PngFilter.Paeth => PaethPredictor.Predict(left[i], above[i], aboveLeft[i]),
                _ => 0,
            };
            filtered[i] = (byte)(row[i] - predicted);
            magnitudes += Math.Min(filtered[i], (byte)-filtered[i]);
        }
        return magnitudes;
    }

    private static Vector128<byte> Predict(
        PngFilter filter, Vector128<byte> left, Vector128<byte> above, Vector128<byte> aboveLeft) =>
        filter switch
        {
            PngFilter.Sub => left,
            PngFilter.Up => above,
            PngFilter.Average => (left & above) + Vector128.ShiftRightLogical(left ^ above, 1),
            PngFilter.Paeth => Vector128.Narrow(
                PaethPredictor.Predict(
                    Vector128.WidenLower(left).AsInt16(),
                    Vector128.WidenLower(above).AsInt16(),
                    Vector128.WidenLower(aboveLeft).AsInt16()).AsUInt16(),
                PaethPredictor.Predict(
                    Vector128.WidenUpper(left).AsInt16(),
                    Vector128.WidenUpper(above).AsInt16(),
                    Vector128.WidenUpper(aboveLeft).AsInt16()).AsUInt16()),
            _ => Vector128<byte>.Zero,
        };

    private static Vector128<byte> Load(ReadOnlySpan<byte> row, int i) => Vector128.Create(row[i..]);
}
