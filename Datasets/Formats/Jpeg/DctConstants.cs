namespace MLResNet.Formats.Jpeg;

/// <summary>
/// Multipliers of the Loeffler-Ligtenberg-Moschytz DCT ("Practical fast 1-D DCT algorithms with 11 multiplications", ICASSP 1989)
/// in 13-bit fixed point, as the Independent JPEG Group's accurate integer DCT uses them. Named by their value.
/// </summary>
internal static class DctConstants
{
    /// <summary>Fraction bits of the multipliers.</summary>
    public const int FractionBits = 13;

    /// <summary>Fraction bits that the values keep between the first pass and the second.</summary>
    public const int Pass1Bits = 2;

    public const int F0_298631336 = 2446;
    public const int F0_390180644 = 3196;
    public const int F0_541196100 = 4433;
    public const int F0_765366865 = 6270;
    public const int F0_899976223 = 7373;
    public const int F1_175875602 = 9633;
    public const int F1_501321110 = 12299;
    public const int F1_847759065 = 15137;
    public const int F1_961570560 = 16069;
    public const int F2_053119869 = 16819;
    public const int F2_562915447 = 20995;
    public const int F3_072711026 = 25172;
}
