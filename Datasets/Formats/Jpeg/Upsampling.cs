using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MLResNet.Formats.Jpeg;

/// <summary>
/// Doubles chroma by the triangle filter of libjpeg ("fancy" upsampling): each new sample takes 3/4 of the nearer old one and 1/4
/// of the further, rounded up and down by turns. Rows are given with <see cref="Margin"/> samples before the first and as many
/// behind the last, of which the next to the edge repeats the edge; whole vectors are read and written, so every span has room
/// for <see cref="PaddedLength"/> samples.
/// </summary>
internal static partial class Upsampling
{
    /// <summary>Readable samples on either side of a row.</summary>
    public const int Margin = 32;

    /// <summary>Samples for which a row of the given length needs room, the margin left aside.</summary>
    public static int PaddedLength(int length) => (length + 31) / 32 * 32;

    /// <summary>Doubles a row's width. row: count samples, output: 2 * count.</summary>
    public static void Horizontal(ReadOnlySpan<byte> row, Span<byte> output, int count)
    {
        if (!Vector128.IsHardwareAccelerated)
        {
            ReferenceHorizontal(row, output, count);
            return;
        }
        Check(row, output, count, 2);
        ref byte source = ref MemoryMarshal.GetReference(row);
        ref ushort pairs = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<byte, ushort>(output));
        var one = Vector256<ushort>.One;
        for (int x = 0; x < count; x += 16)
        {
            Vector256<ushort> left = Load(ref source, Margin + x - 1);
            Vector256<ushort> right = Load(ref source, Margin + x + 1);
            Vector256<ushort> middle = Load(ref source, Margin + x);
            middle = middle + middle + middle + one;
            StorePairs((middle + left) >> 2, (middle + right + one) >> 2, ref pairs, x);
        }
    }

    /// <summary>
    /// Half a step up or down from the nearer of two rows. near, far, output: count samples; rounding: 1 upwards, 2 downwards.
    /// </summary>
    public static void Vertical(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, Span<byte> output, int count, int rounding)
    {
        if (!Vector128.IsHardwareAccelerated)
        {
            ReferenceVertical(near, far, output, count, rounding);
            return;
        }
        Check(near, output, count, 1);
        Check(far, output, count, 1);
        ref byte nearSource = ref MemoryMarshal.GetReference(near);
        ref byte farSource = ref MemoryMarshal.GetReference(far);
        ref byte destination = ref MemoryMarshal.GetReference(output);
        var bias = Vector256.Create((ushort)rounding);
        for (int x = 0; x < count; x += 16)
        {
            Vector256<ushort> close = Load(ref nearSource, Margin + x);
            Vector256<ushort> blend = (close + close + close + Load(ref farSource, Margin + x) + bias) >> 2;
            Vector128.Narrow(blend.GetLower(), blend.GetUpper()).StoreUnsafe(ref destination, (nuint)x);
        }
    }

    /// <summary>
    /// Doubles the width half a step up or down from the nearer of two rows, rounding once. near, far: count samples;
    /// output: 2 * count.
    /// </summary>
    public static void Both(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, Span<byte> output, int count)
    {
        if (!Vector128.IsHardwareAccelerated)
        {
            ReferenceBoth(near, far, output, count);
            return;
        }
        Check(near, output, count, 2);
        Check(far, output, count, 2);
        ref byte nearSource = ref MemoryMarshal.GetReference(near);
        ref byte farSource = ref MemoryMarshal.GetReference(far);
        ref ushort pairs = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<byte, ushort>(output));
        var seven = Vector256.Create((ushort)7);
        for (int x = 0; x < count; x += 16)
        {
            // Summing up each neighbour anew is cheaper than keeping the sums, which would have to be read across where they were
            // written.
            Vector256<ushort> left = LoadSum(ref nearSource, ref farSource, Margin + x - 1);
            Vector256<ushort> right = LoadSum(ref nearSource, ref farSource, Margin + x + 1);
            Vector256<ushort> middle = LoadSum(ref nearSource, ref farSource, Margin + x);
            middle = middle + middle + middle + seven;
            StorePairs((middle + left + Vector256<ushort>.One) >> 4, (middle + right) >> 4, ref pairs, x);
        }
    }

    /// <summary>Repeats each sample. row: count samples, output: factor * count.</summary>
    public static void Replicate(ReadOnlySpan<byte> row, Span<byte> output, int count, int factor)
    {
        row = row.Slice(Margin, count);
        for (int x = 0; x < count; x++)
            output.Slice(x * factor, factor).Fill(row[x]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Load(ref byte source, int index) =>
        Vector256.WidenLower(Vector128.LoadUnsafe(ref source, (nuint)index).ToVector256Unsafe());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> LoadSum(ref byte near, ref byte far, int index)
    {
        Vector256<ushort> close = Load(ref near, index);
        return close + close + close + Load(ref far, index);
    }

    /// <summary>Writes even and odd samples by turns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePairs(Vector256<ushort> even, Vector256<ushort> odd, ref ushort pairs, int index) =>
        (BitConverter.IsLittleEndian ? even | (odd << 8) : odd | (even << 8)).StoreUnsafe(ref pairs, (nuint)index);

    private static void Check(ReadOnlySpan<byte> row, Span<byte> output, int count, int factor)
    {
        int padded = PaddedLength(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(row.Length, padded + 2 * Margin);
        ArgumentOutOfRangeException.ThrowIfLessThan(output.Length, padded * factor);
    }
}
