using static MLResNet.Formats.Jpeg.DctConstants;

namespace MLResNet.Formats.Jpeg;

/// <content>
/// Blocks decoded at 1/2, 1/4 and 1/8 of their size: the low-frequency outputs of the DCT folded into a smaller transform, as the
/// Independent JPEG Group's library defines it. What the smaller block cannot show (coefficient 4 of each row and column; for
/// 2 x 2 every even one but the first) takes no part.
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
    public static void Transform4x4(ReadOnlySpan<short> coefficients, ReadOnlySpan<short> quantization, Span<byte> output, int stride)
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
    public static void Transform2x2(ReadOnlySpan<short> coefficients, ReadOnlySpan<short> quantization, Span<byte> output, int stride)
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

    private static void Pass2(ReadOnlySpan<int> d, Span<int> output, int step, int shift)
    {
        int even = d[0] << (FractionBits + 2);
        int odd = -d[7] * F0_720959822 + d[5] * F0_850430095 - d[3] * F1_272758580 + d[1] * F3_624509785;
        output[0] = Descale(even + odd, shift);
        output[step] = Descale(even - odd, shift);
    }
}
