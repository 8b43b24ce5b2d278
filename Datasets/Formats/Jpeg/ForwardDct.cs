using static MLResNet.Formats.Jpeg.DctConstants;

namespace MLResNet.Formats.Jpeg;

/// <summary>Accurate integer forward DCT of an 8 x 8 block.</summary>
internal static class ForwardDct
{
    /// <summary>Transforms 64 samples (row-major, centred on 0) in place to coefficients scaled up by 8.</summary>
    public static void Transform(Span<int> block)
    {
        for (int row = 0; row < 8; row++)
            Pass(block.Slice(row * 8, 8), step: 1, evenShift: -Pass1Bits, shift: FractionBits - Pass1Bits);
        for (int column = 0; column < 8; column++)
            Pass(block[column..], step: 8, evenShift: Pass1Bits, shift: FractionBits + Pass1Bits);
    }

    /// <summary>
    /// One 8-point DCT over d[0], d[step], ... The two outputs without a multiplication are shifted by evenShift (left where
    /// negative), the others, which carry the multipliers' fraction, by shift.
    /// </summary>
    private static void Pass(Span<int> d, int step, int evenShift, int shift)
    {
        int sum07 = d[0] + d[7 * step], difference07 = d[0] - d[7 * step];
        int sum16 = d[step] + d[6 * step], difference16 = d[step] - d[6 * step];
        int sum25 = d[2 * step] + d[5 * step], difference25 = d[2 * step] - d[5 * step];
        int sum34 = d[3 * step] + d[4 * step], difference34 = d[3 * step] - d[4 * step];

        int even0 = sum07 + sum34, even3 = sum07 - sum34, even1 = sum16 + sum25, even2 = sum16 - sum25;
        d[0] = evenShift < 0 ? (even0 + even1) << -evenShift : Descale(even0 + even1, evenShift);
        d[4 * step] = evenShift < 0 ? (even0 - even1) << -evenShift : Descale(even0 - even1, evenShift);
        int rotation = (even2 + even3) * F0_541196100;
        d[2 * step] = Descale(rotation + even3 * F0_765366865, shift);
        d[6 * step] = Descale(rotation - even2 * F1_847759065, shift);

        int z1 = (difference34 + difference07) * -F0_899976223;
        int z2 = (difference25 + difference16) * -F2_562915447;
        int z3 = difference34 + difference16;
        int z4 = difference25 + difference07;
        int z5 = (z3 + z4) * F1_175875602;
        z3 = z3 * -F1_961570560 + z5;
        z4 = z4 * -F0_390180644 + z5;
        d[7 * step] = Descale(difference34 * F0_298631336 + z1 + z3, shift);
        d[5 * step] = Descale(difference25 * F2_053119869 + z2 + z4, shift);
        d[3 * step] = Descale(difference16 * F3_072711026 + z2 + z3, shift);
        d[step] = Descale(difference07 * F1_501321110 + z1 + z4, shift);
    }

    private static int Descale(int value, int shift) => (value + (1 << (shift - 1))) >> shift;
}
