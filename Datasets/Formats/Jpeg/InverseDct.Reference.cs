using static MLResNet.Formats.Jpeg.DctConstants;

namespace MLResNet.Formats.Jpeg;

/// <content>The plain version, which the tests hold the fast one against.</content>
internal static partial class InverseDct
{
    /// <summary>coefficients, quantization: 64, row-major; output: 8 rows of 8 samples, stride apart.</summary>
    public static void Reference8x8(
        ReadOnlySpan<short> coefficients, ReadOnlySpan<short> quantization, Span<byte> output, int stride)
    {
        Span<int> block = stackalloc int[64];
        for (int i = 0; i < 64; i++)
            block[i] = (short)(coefficients[i] * quantization[i]);
        for (int column = 0; column < 8; column++)
            Pass(block[column..], 8, FractionBits - Pass1Bits);
        for (int row = 0; row < 8; row++)
        {
            Span<int> values = block.Slice(row * 8, 8);
            Pass(values, 1, FractionBits + Pass1Bits + 3);
            for (int x = 0; x < 8; x++)
                output[row * stride + x] = ToSample(values[x]);
        }
    }

    private static void Pass(Span<int> d, int step, int shift)
    {
        int z1 = (d[2 * step] + d[6 * step]) * F0_541196100;
        int even2 = z1 - d[6 * step] * F1_847759065;
        int even3 = z1 + d[2 * step] * F0_765366865;
        int even0 = (d[0] + d[4 * step]) << FractionBits;
        int even1 = (d[0] - d[4 * step]) << FractionBits;
        int sum03 = even0 + even3, sum12 = even1 + even2, difference03 = even0 - even3, difference12 = even1 - even2;

        int odd0 = d[7 * step], odd1 = d[5 * step], odd2 = d[3 * step], odd3 = d[step];
        z1 = (odd0 + odd3) * -F0_899976223;
        int z2 = (odd1 + odd2) * -F2_562915447;
        int z3 = odd0 + odd2, z4 = odd1 + odd3;
        int z5 = (z3 + z4) * F1_175875602;
        z3 = z3 * -F1_961570560 + z5;
        z4 = z4 * -F0_390180644 + z5;
        odd0 = odd0 * F0_298631336 + z1 + z3;
        odd1 = odd1 * F2_053119869 + z2 + z4;
        odd2 = odd2 * F3_072711026 + z2 + z3;
        odd3 = odd3 * F1_501321110 + z1 + z4;

        d[0] = Descale(sum03 + odd3, shift);
        d[7 * step] = Descale(sum03 - odd3, shift);
        d[step] = Descale(sum12 + odd2, shift);
        d[6 * step] = Descale(sum12 - odd2, shift);
        d[2 * step] = Descale(difference12 + odd1, shift);
        d[5 * step] = Descale(difference12 - odd1, shift);
        d[3 * step] = Descale(difference03 + odd0, shift);
        d[4 * step] = Descale(difference03 - odd0, shift);
    }

    /// <summary>
    /// Shifts right, rounding, and keeps to 16 bits: no sound picture comes near that bound, and the fast version packs there.
    /// </summary>
    private static int Descale(int value, int shift) =>
        Math.Clamp((value + (1 << (shift - 1))) >> shift, short.MinValue, short.MaxValue);

    private static byte ToSample(int value) => (byte)Math.Clamp(value + 128, 0, 255);
}
