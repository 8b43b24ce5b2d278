using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static MLResNet.Formats.Jpeg.DctConstants;

namespace MLResNet.Formats.Jpeg;

/// <content>
/// Blocks decoded at 1/2, 1/4 and 1/8 of their size, as the Independent JPEG Group's library defines it: each sample is the mean
/// of those it stands for at full size. In the means some coefficients cancel out: the fifth of each row and column, and for 2 x
/// 2 every odd one but the first.
/// </content>
internal static partial class InverseDct
{
    private const int F0_211164243 = 1730;
    private const int F0_509795579 = 4176;
    private const int F0_601344887 = 4926;
    private const int F0_720959822 = 5906;
    private const int F0_850430095 = 6967;
    private const int F1_061594337 = 8697;
    private const int F1_272758580 = 10426;
    private const int F1_451774981 = 11893;
    private const int F2_172734803 = 17799;
    private const int F3_624509785 = 29692;

    /// <summary>coefficients, quantization: 64, row-major; output: 4 rows of 4 samples, stride apart.</summary>
    public static void Reference4x4(
        ReadOnlySpan<short> coefficients, ReadOnlySpan<short> quantization, Span<byte> output, int stride)
    {
        Span<int> columns = stackalloc int[4 * 8];
        Span<int> values = stackalloc int[8];
        for (int column = 0; column < 8; column++)
        {
            if (column == 4)
                continue;
            for (int i = 0; i < 8; i++)
                values[i] = (short)(coefficients[i * 8 + column] * quantization[i * 8 + column]);
            Pass4(values, columns[column..], 8, FractionBits - Pass1Bits + 1);
        }
        for (int row = 0; row < 4; row++)
        {
            Pass4(columns.Slice(row * 8, 8), values, 1, FractionBits + Pass1Bits + 3 + 1);
            for (int x = 0; x < 4; x++)
                output[row * stride + x] = ToSample(values[x]);
        }
    }

    /// <summary>coefficients, quantization: 64, row-major; output: 2 rows of 2 samples, stride apart.</summary>
    public static void Reference2x2(
        ReadOnlySpan<short> coefficients, ReadOnlySpan<short> quantization, Span<byte> output, int stride)
    {
        Span<int> columns = stackalloc int[2 * 8];
        Span<int> values = stackalloc int[8];
        for (int column = 0; column < 8; column += column == 0 ? 1 : 2)
        {
            for (int i = 0; i < 8; i++)
                values[i] = (short)(coefficients[i * 8 + column] * quantization[i * 8 + column]);
            Pass2(values, columns[column..], 8, FractionBits - Pass1Bits + 2);
        }
        for (int row = 0; row < 2; row++)
        {
            Pass2(columns.Slice(row * 8, 8), values, 1, FractionBits + Pass1Bits + 3 + 2);
            for (int x = 0; x < 2; x++)
                output[row * stride + x] = ToSample(values[x]);
        }
    }

    /// <summary>As <see cref="Reference4x4"/>; a vector holds one row.</summary>
    public static void Transform4x4(
        ReadOnlySpan<short> coefficients, ReadOnlySpan<short> quantization, Span<byte> output, int stride)
    {
        ref short c = ref MemoryMarshal.GetReference(coefficients[..64]);
        ref short q = ref MemoryMarshal.GetReference(quantization[..64]);
        ref byte destination = ref MemoryMarshal.GetReference(output[..(3 * stride + 4)]);

        Vector128<short> s0 = LoadRow(ref c, ref q, 0), s1 = LoadRow(ref c, ref q, 1), s2 = LoadRow(ref c, ref q, 2);
        Vector128<short> s3 = LoadRow(ref c, ref q, 3), s4 = Vector128<short>.Zero, s5 = LoadRow(ref c, ref q, 5);
        Vector128<short> s6 = LoadRow(ref c, ref q, 6), s7 = LoadRow(ref c, ref q, 7);
        Pass4(ref s0, ref s1, ref s2, ref s3, s5, s6, s7, FractionBits - Pass1Bits + 1);
        ShortTranspose.Transpose(ref s0, ref s1, ref s2, ref s3, ref s4, ref s5, ref s6, ref s7);
        Pass4(ref s0, ref s1, ref s2, ref s3, s5, s6, s7, FractionBits + Pass1Bits + 3 + 1);
        ShortTranspose.Transpose(ref s0, ref s1, ref s2, ref s3, ref s4, ref s5, ref s6, ref s7);
        Vector128<uint> upper = ToSamples(s0, s1).AsUInt32(), lower = ToSamples(s2, s3).AsUInt32();
        Unsafe.WriteUnaligned(ref destination, upper.ToScalar());
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref destination, stride), upper.GetElement(2));
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref destination, 2 * stride), lower.ToScalar());
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref destination, 3 * stride), lower.GetElement(2));
    }

    /// <summary>
    /// As <see cref="Reference2x2"/>; a vector holds one row, and the second pass has too little left to do for vectors.
    /// </summary>
    public static void Transform2x2(
        ReadOnlySpan<short> coefficients, ReadOnlySpan<short> quantization, Span<byte> output, int stride)
    {
        ref short c = ref MemoryMarshal.GetReference(coefficients[..64]);
        ref short q = ref MemoryMarshal.GetReference(quantization[..64]);
        const int Shift = FractionBits - Pass1Bits + 2;
        Vector256<int> even = (Widen(LoadRow(ref c, ref q, 0)) << (FractionBits + 2)) + Vector256.Create(1 << (Shift - 1));
        Vector256<int> odd = Widen(LoadRow(ref c, ref q, 5)) * F0_850430095 - Widen(LoadRow(ref c, ref q, 7)) * F0_720959822
            - Widen(LoadRow(ref c, ref q, 3)) * F1_272758580 + Widen(LoadRow(ref c, ref q, 1)) * F3_624509785;

        Span<int> rows = stackalloc int[2 * 8];
        Span<int> values = stackalloc int[2];
        Widen(Narrow((even + odd) >> Shift)).CopyTo(rows);
        Widen(Narrow((even - odd) >> Shift)).CopyTo(rows[8..]);
        for (int row = 0; row < 2; row++)
        {
            Pass2(rows.Slice(row * 8, 8), values, 1, FractionBits + Pass1Bits + 3 + 2);
            output[row * stride] = ToSample(values[0]);
            output[row * stride + 1] = ToSample(values[1]);
        }
    }

    /// <summary>The block's mean.</summary>
    public static byte Transform1x1(short dc, short quantization) => ToSample(((short)(dc * quantization) + 4) >> 3);

    private static void Pass4(ReadOnlySpan<int> d, Span<int> output, int step, int shift)
    {
        int even = d[0] << (FractionBits + 1);
        int rotation = d[2] * F1_847759065 - d[6] * F0_765366865;
        int inner = -d[7] * F0_211164243 + d[5] * F1_451774981 - d[3] * F2_172734803 + d[1] * F1_061594337;
        int outer = -d[7] * F0_509795579 - d[5] * F0_601344887 + d[3] * F0_899976223 + d[1] * F2_562915447;
        output[0] = Descale(even + rotation + outer, shift);
        output[3 * step] = Descale(even + rotation - outer, shift);
        output[step] = Descale(even - rotation + inner, shift);
        output[2 * step] = Descale(even - rotation - inner, shift);
    }

    /// <summary>Eight such transforms, one in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pass4(
        ref Vector128<short> s0, ref Vector128<short> s1, ref Vector128<short> s2, ref Vector128<short> s3,
        Vector128<short> s5, Vector128<short> s6, Vector128<short> s7, int shift)
    {
        Vector256<int> d1 = Widen(s1), d2 = Widen(s2), d3 = Widen(s3), d5 = Widen(s5), d6 = Widen(s6), d7 = Widen(s7);
        Vector256<int> even = (Widen(s0) << (FractionBits + 1)) + Vector256.Create(1 << (shift - 1));
        Vector256<int> rotation = d2 * F1_847759065 - d6 * F0_765366865;
        Vector256<int> inner = d5 * F1_451774981 - d7 * F0_211164243 - d3 * F2_172734803 + d1 * F1_061594337;
        Vector256<int> outer = d3 * F0_899976223 - d7 * F0_509795579 - d5 * F0_601344887 + d1 * F2_562915447;
        s0 = Narrow((even + rotation + outer) >> shift);
        s3 = Narrow((even + rotation - outer) >> shift);
        s1 = Narrow((even - rotation + inner) >> shift);
        s2 = Narrow((even - rotation - inner) >> shift);
    }

    private static void Pass2(ReadOnlySpan<int> d, Span<int> output, int step, int shift)
    {
        int even = d[0] << (FractionBits + 2);
        int odd = -d[7] * F0_720959822 + d[5] * F0_850430095 - d[3] * F1_272758580 + d[1] * F3_624509785;
        output[0] = Descale(even + odd, shift);
        output[step] = Descale(even - odd, shift);
    }
}
