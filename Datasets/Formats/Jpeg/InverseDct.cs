using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static MLResNet.Formats.Jpeg.DctConstants;

namespace MLResNet.Formats.Jpeg;

/// <summary>
/// Accurate integer inverse DCT with dequantisation, level shift and clamping. The bits of every output are defined by the plain
/// version; dequantised coefficients are kept to 16 bits.
/// </summary>
internal static partial class InverseDct
{
    /// <summary>Decodes a block to size x size samples.</summary>
    /// <param name="size">8, 4, 2 or 1.</param>
    /// <param name="coefficients">64, row-major.</param>
    /// <param name="quantization">64, row-major.</param>
    /// <param name="output">Row by row, stride apart.</param>
    /// <param name="stride">From a sample to the one below it.</param>
    public static void Transform(
        int size, ReadOnlySpan<short> coefficients, ReadOnlySpan<short> quantization, Span<byte> output, int stride)
    {
        if (size == 1 || IsFlat(coefficients))
        {
            byte mean = Transform1x1(coefficients[0], quantization[0]);
            for (int y = 0; y < size; y++)
                output.Slice(y * stride, size).Fill(mean);
        }
        else if (ShortTranspose.IsSupported)
        {
            TransformVectorized(size, coefficients, quantization, output, stride);
        }
        else
        {
            TransformPlainly(size, coefficients, quantization, output, stride);
        }
    }

    private static void TransformVectorized(
        int size, ReadOnlySpan<short> coefficients, ReadOnlySpan<short> quantization, Span<byte> output, int stride)
    {
        if (size == 8)
            Transform8x8(coefficients, quantization, output, stride);
        else if (size == 4)
            Transform4x4(coefficients, quantization, output, stride);
        else
            Transform2x2(coefficients, quantization, output, stride);
    }

    /// <summary>The plain versions: for processors without vectors, and for tests.</summary>
    public static void TransformPlainly(
        int size, ReadOnlySpan<short> coefficients, ReadOnlySpan<short> quantization, Span<byte> output, int stride)
    {
        if (size == 8)
            Reference8x8(coefficients, quantization, output, stride);
        else if (size == 4)
            Reference4x4(coefficients, quantization, output, stride);
        else if (size == 2)
            Reference2x2(coefficients, quantization, output, stride);
        else
            output[0] = Transform1x1(coefficients[0], quantization[0]);
    }

    /// <summary>Whether a block has no coefficient but its mean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsFlat(ReadOnlySpan<short> coefficients)
    {
        ref short c = ref MemoryMarshal.GetReference(coefficients[..64]);
        Vector256<short> first = Vector256.LoadUnsafe(ref c).WithElement(0, (short)0);
        Vector256<short> second = Vector256.LoadUnsafe(ref c, 16);
        Vector256<short> third = Vector256.LoadUnsafe(ref c, 32), fourth = Vector256.LoadUnsafe(ref c, 48);
        return (first | second | third | fourth) == Vector256<short>.Zero;
    }

    /// <summary>
    /// coefficients, quantization: 64, row-major; output: 8 rows of 8 samples, stride apart. A vector holds one row.
    /// </summary>
    public static void Transform8x8(
        ReadOnlySpan<short> coefficients, ReadOnlySpan<short> quantization, Span<byte> output, int stride)
    {
        // The checks that let the rest go without.
        ref short c = ref MemoryMarshal.GetReference(coefficients[..64]);
        ref short q = ref MemoryMarshal.GetReference(quantization[..64]);
        ref byte destination = ref MemoryMarshal.GetReference(output[..(7 * stride + 8)]);

        Vector128<short> s0 = LoadRow(ref c, ref q, 0), s1 = LoadRow(ref c, ref q, 1);
        Vector128<short> s2 = LoadRow(ref c, ref q, 2), s3 = LoadRow(ref c, ref q, 3);
        Vector128<short> s4 = LoadRow(ref c, ref q, 4), s5 = LoadRow(ref c, ref q, 5);
        Vector128<short> s6 = LoadRow(ref c, ref q, 6), s7 = LoadRow(ref c, ref q, 7);
        Pass(ref s0, ref s1, ref s2, ref s3, ref s4, ref s5, ref s6, ref s7, FractionBits - Pass1Bits);
        ShortTranspose.Transpose(ref s0, ref s1, ref s2, ref s3, ref s4, ref s5, ref s6, ref s7);
        Pass(ref s0, ref s1, ref s2, ref s3, ref s4, ref s5, ref s6, ref s7, FractionBits + Pass1Bits + 3);
        ShortTranspose.Transpose(ref s0, ref s1, ref s2, ref s3, ref s4, ref s5, ref s6, ref s7);
        Store(s0, s1, ref destination, stride);
        Store(s2, s3, ref Unsafe.Add(ref destination, 2 * stride), stride);
        Store(s4, s5, ref Unsafe.Add(ref destination, 4 * stride), stride);
        Store(s6, s7, ref Unsafe.Add(ref destination, 6 * stride), stride);
    }

    /// <summary>Eight 8-point inverse DCTs, one in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pass(
        ref Vector128<short> s0, ref Vector128<short> s1, ref Vector128<short> s2, ref Vector128<short> s3,
        ref Vector128<short> s4, ref Vector128<short> s5, ref Vector128<short> s6, ref Vector128<short> s7, int shift)
    {
        Vector256<int> d0 = Widen(s0), d2 = Widen(s2), d4 = Widen(s4), d6 = Widen(s6);
        Vector256<int> z1 = (d2 + d6) * F0_541196100;
        Vector256<int> even2 = z1 - d6 * F1_847759065;
        Vector256<int> even3 = z1 + d2 * F0_765366865;
        Vector256<int> rounding = Vector256.Create(1 << (shift - 1));
        Vector256<int> even0 = ((d0 + d4) << FractionBits) + rounding;
        Vector256<int> even1 = ((d0 - d4) << FractionBits) + rounding;
        Vector256<int> sum03 = even0 + even3, sum12 = even1 + even2, difference03 = even0 - even3, difference12 = even1 - even2;

        Vector256<int> odd0 = Widen(s7), odd1 = Widen(s5), odd2 = Widen(s3), odd3 = Widen(s1);
        z1 = (odd0 + odd3) * -F0_899976223;
        Vector256<int> z2 = (odd1 + odd2) * -F2_562915447;
        Vector256<int> z3 = odd0 + odd2, z4 = odd1 + odd3;
        Vector256<int> z5 = (z3 + z4) * F1_175875602;
        z3 = z3 * -F1_961570560 + z5;
        z4 = z4 * -F0_390180644 + z5;
        odd0 = odd0 * F0_298631336 + z1 + z3;
        odd1 = odd1 * F2_053119869 + z2 + z4;
        odd2 = odd2 * F3_072711026 + z2 + z3;
        odd3 = odd3 * F1_501321110 + z1 + z4;

        s0 = Narrow((sum03 + odd3) >> shift);
        s7 = Narrow((sum03 - odd3) >> shift);
        s1 = Narrow((sum12 + odd2) >> shift);
        s6 = Narrow((sum12 - odd2) >> shift);
        s2 = Narrow((difference12 + odd1) >> shift);
        s5 = Narrow((difference12 - odd1) >> shift);
        s3 = Narrow((difference03 + odd0) >> shift);
        s4 = Narrow((difference03 - odd0) >> shift);
    }

    /// <summary>A row of coefficients, dequantised.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> LoadRow(ref short coefficients, ref short quantization, nuint row) =>
        Vector128.LoadUnsafe(ref coefficients, row * 8) * Vector128.LoadUnsafe(ref quantization, row * 8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Widen(Vector128<short> row) => Vector256.WidenLower(row.ToVector256Unsafe());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Narrow(Vector256<int> row) => Vector128.NarrowWithSaturation(row.GetLower(), row.GetUpper());

    /// <summary>Two rows, clamped and shifted from around 0 to around 128.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> ToSamples(Vector128<short> upper, Vector128<short> lower) =>
        Vector128.NarrowWithSaturation(upper, lower).AsByte() ^ Vector128.Create((byte)0x80);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<short> upper, Vector128<short> lower, ref byte destination, int stride)
    {
        Vector128<ulong> samples = ToSamples(upper, lower).AsUInt64();
        Unsafe.WriteUnaligned(ref destination, samples.ToScalar());
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref destination, stride), samples.GetElement(1));
    }
}
