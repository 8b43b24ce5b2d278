using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MLResNet.Formats.Png;

/// <summary>
/// Turns a filtered row back into samples, in place. Up goes a vector at a time; the others depend on the pixel to the left, so
/// they go a pixel at a time, the samples of an 8-bit RGB or RGBA pixel side by side in a vector.
/// </summary>
internal static class PngUnfilter
{
    /// <summary>Undoes one row's filter.</summary>
    /// <param name="filter">The row's filter byte.</param>
    /// <param name="row">The filtered bytes; samples on return.</param>
    /// <param name="above">The samples of the row above, as long as <paramref name="row"/>; zeros above the first row.</param>
    /// <param name="step">Bytes a pixel, at least 1.</param>
    /// <exception cref="ImageFormatException">There is no such filter.</exception>
    public static void Undo(PngFilter filter, Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        switch (filter)
        {
            case PngFilter.None:
                break;
            case PngFilter.Sub:
                UndoSub(row, step);
                break;
            case PngFilter.Up:
                UndoUp(row, above);
                break;
            case PngFilter.Average:
                UndoAverage(row, above, step);
                break;
            case PngFilter.Paeth:
                UndoPaeth(row, above, step);
                break;
            default:
                throw new ImageFormatException($"The PNG file is damaged: row filter {(int)filter} does not exist.");
        }
    }

    private static void UndoSub(Span<byte> row, int step)
    {
        int i = 0;
        if (step is 3 or 4)
        {
            Vector128<byte> left = default;
            for (; i + 4 <= row.Length; i += step)
            {
                left += Load(row, i);
                Store(row, i, step, left);
            }
        }
        for (i = Math.Max(i, step); i < row.Length; i++)
            row[i] += row[i - step];
    }

    private static void UndoUp(Span<byte> row, ReadOnlySpan<byte> above)
    {
        int i = 0;
        for (; i + Vector<byte>.Count <= row.Length; i += Vector<byte>.Count)
            (new Vector<byte>(row[i..]) + new Vector<byte>(above[i..])).CopyTo(row[i..]);
        for (; i < row.Length; i++)
            row[i] += above[i];
    }

    private static void UndoAverage(Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        int i = 0;
        if (step is 3 or 4)
        {
            Vector128<byte> left = default;
            for (; i + 4 <= row.Length; i += step)
            {
                Vector128<byte> up = Load(above, i);
                left = Load(row, i) + (left & up) + Vector128.ShiftRightLogical(left ^ up, 1);
                Store(row, i, step, left);
            }
        }
        for (; i < row.Length; i++)
            row[i] += (byte)(((i >= step ? row[i - step] : 0) + above[i]) >> 1);
    }

    private static void UndoPaeth(Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        int i = 0;
        if (step is 3 or 4)
        {
            Vector128<short> left = default, upLeft = default;
            for (; i + 4 <= row.Length; i += step)
            {
                Vector128<short> up = Vector128.WidenLower(Load(above, i)).AsInt16();
                Vector128<short> residual = Vector128.WidenLower(Load(row, i)).AsInt16();
                left = (residual + PaethPredictor.Predict(left, up, upLeft)) & Vector128.Create((short)0xFF);
                Store(row, i, step, Vector128.Narrow(left.AsUInt16(), left.AsUInt16()));
                upLeft = up;
            }
        }
        for (; i < row.Length; i++)
        {
            row[i] += i >= step
                ? PaethPredictor.Predict(row[i - step], above[i], above[i - step])
                : PaethPredictor.Predict(0, above[i], 0);
        }
    }

    private static Vector128<byte> Load(ReadOnlySpan<byte> row, int i) =>
        Vector128.CreateScalarUnsafe(MemoryMarshal.Read<uint>(row[i..])).AsByte();

    // Of an RGB pixel only three bytes may be written: the fourth is the next pixel's, filtered still.
    private static void Store(Span<byte> row, int i, int step, Vector128<byte> pixel)
    {
        if (step == 4)
        {
            MemoryMarshal.Write(row[i..], pixel.AsUInt32().ToScalar());
        }
        else
        {
            MemoryMarshal.Write(row[i..], pixel.AsUInt16().ToScalar());
            row[i + 2] = pixel.GetElement(2);
        }
    }
}
