using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MLResNet.Formats.Jpeg;

/// <summary>
/// Turns rows of components into interleaved RGB. YCbCr is that of JFIF (ITU-R BT.601, full range) in 16-bit fixed point: R = Y +
/// 1.402 Cr, G = Y - 0.34414 Cb - 0.71414 Cr, B = Y + 1.772 Cb with Cb and Cr centred on 0. Inks are taken as Adobe stores them,
/// 255 for none, as every common reader does: R = C K / 255 rounded, likewise G from M and B from Y.
/// </summary>
internal static partial class ColorConversion
{
    private const int Half = 1 << 15;
    private const int RedFromRed = 91881;
    private const int GreenFromBlue = 22554;
    private const int GreenFromRed = 46802;
    private const int BlueFromBlue = 116130;

    /// <summary>y, blue, red: at least as many samples as output has pixels; output: 3 bytes a pixel.</summary>
    public static void YCbCrToRgb(ReadOnlySpan<byte> y, ReadOnlySpan<byte> blue, ReadOnlySpan<byte> red, Span<byte> output)
    {
        int count = output.Length / 3, x = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            ref byte luma = ref MemoryMarshal.GetReference(y[..count]);
            ref byte cb = ref MemoryMarshal.GetReference(blue[..count]);
            ref byte cr = ref MemoryMarshal.GetReference(red[..count]);
            ref byte destination = ref MemoryMarshal.GetReference(output);
            for (; x <= count - 16; x += 16)
            {
                Convert(
                    Vector128.LoadUnsafe(ref luma, (nuint)x),
                    Vector128.LoadUnsafe(ref cb, (nuint)x),
                    Vector128.LoadUnsafe(ref cr, (nuint)x),
                    out Vector128<byte> r,
                    out Vector128<byte> g,
                    out Vector128<byte> b);
                Interleave(r, g, b, ref Unsafe.Add(ref destination, 3 * x));
            }
        }
        ReferenceYCbCrToRgb(y[x..], blue[x..], red[x..], output[(3 * x)..]);
    }

    /// <summary>red, green, blue: at least as many samples as output has pixels; output: 3 bytes a pixel.</summary>
    public static void RgbToRgb(ReadOnlySpan<byte> red, ReadOnlySpan<byte> green, ReadOnlySpan<byte> blue, Span<byte> output)
    {
        int count = output.Length / 3, x = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            ref byte r = ref MemoryMarshal.GetReference(red[..count]);
            ref byte g = ref MemoryMarshal.GetReference(green[..count]);
            ref byte b = ref MemoryMarshal.GetReference(blue[..count]);
            ref byte destination = ref MemoryMarshal.GetReference(output);
            for (; x <= count - 16; x += 16)
            {
                Interleave(
                    Vector128.LoadUnsafe(ref r, (nuint)x),
                    Vector128.LoadUnsafe(ref g, (nuint)x),
                    Vector128.LoadUnsafe(ref b, (nuint)x),
                    ref Unsafe.Add(ref destination, 3 * x));
            }
        }
        for (; x < count; x++)
        {
            output[3 * x] = red[x];
            output[3 * x + 1] = green[x];
            output[3 * x + 2] = blue[x];
        }
    }

    /// <summary>Multiplies RGB, which stands for the inverted inks, by black. black: a sample a pixel.</summary>
    public static void MultiplyByBlack(Span<byte> rgb, ReadOnlySpan<byte> black)
    {
        for (int i = 0; i < rgb.Length; i++)
            rgb[i] = (byte)((rgb[i] * black[i / 3] + 127) / 255);
    }

    /// <summary>Inverts every byte.</summary>
    public static void Invert(Span<byte> bytes)
    {
        foreach (ref byte value in bytes)
            value = (byte)~value;
    }

    /// <summary>16 pixels. The clamped sums end up in bytes by way of a shift to around 0, for which vectors saturate.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Convert(
        Vector128<byte> y, Vector128<byte> cb, Vector128<byte> cr,
        out Vector128<byte> r, out Vector128<byte> g, out Vector128<byte> b)
    {
        var center = Vector256.Create((short)128);
        Vector256<short> luma = Widen(y) - center, blue = Widen(cb) - center, red = Widen(cr) - center;
        r = Narrow(luma + red + MultiplyRounded(red, RedFromRed - (1 << 16)));
        g = Narrow(luma - red + MultiplyRounded(blue, -GreenFromBlue, red, (1 << 16) - GreenFromRed));
        b = Narrow(luma + blue + blue + MultiplyRounded(blue, BlueFromBlue - (2 << 16)));
    }

    /// <summary>value * factor / 2^16, rounded; the factor fits 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> MultiplyRounded(Vector256<short> value, int factor)
    {
        if (Avx2.IsSupported)
        {
            // Rounding is a further half step down to twice the product and one up.
            return (Avx2.MultiplyHigh(value + value, Vector256.Create((short)factor)) + Vector256<short>.One) >> 1;
        }
        var half = Vector256.Create(Half);
        return Vector256.Narrow(
            (Vector256.WidenLower(value) * factor + half) >> 16,
            (Vector256.WidenUpper(value) * factor + half) >> 16);
    }

    /// <summary>(value1 * factor1 + value2 * factor2) / 2^16, rounded; the factors fit 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> MultiplyRounded(Vector256<short> value1, int factor1, Vector256<short> value2, int factor2)
    {
        var half = Vector256.Create(Half);
        if (Avx2.IsSupported)
        {
            Vector256<short> factors = Vector256.Create((factor2 << 16) | (factor1 & 0xFFFF)).AsInt16();
            return Avx2.PackSignedSaturate(
                (Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(value1, value2), factors) + half) >> 16,
                (Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(value1, value2), factors) + half) >> 16);
        }
        return Vector256.Narrow(
            (Vector256.WidenLower(value1) * factor1 + Vector256.WidenLower(value2) * factor2 + half) >> 16,
            (Vector256.WidenUpper(value1) * factor1 + Vector256.WidenUpper(value2) * factor2 + half) >> 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Widen(Vector128<byte> samples) => Vector256.WidenLower(samples.ToVector256Unsafe()).AsInt16();

    /// <summary>Clamps and shifts from around 0 to around 128.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Narrow(Vector256<short> samples) =>
        Vector128.NarrowWithSaturation(samples.GetLower(), samples.GetUpper()).AsByte() ^ Vector128.Create((byte)0x80);

    /// <summary>Writes 16 pixels as 48 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave(Vector128<byte> r, Vector128<byte> g, Vector128<byte> b, ref byte destination)
    {
        const byte No = 255; // beyond the vector: gives 0
        Vector128<byte> first =
            Vector128.Shuffle(r, Vector128.Create(0, No, No, 1, No, No, 2, No, No, 3, No, No, 4, No, No, (byte)5)) |
            Vector128.Shuffle(g, Vector128.Create(No, 0, No, No, 1, No, No, 2, No, No, 3, No, No, 4, No, No)) |
            Vector128.Shuffle(b, Vector128.Create(No, No, 0, No, No, 1, No, No, 2, No, No, 3, No, No, 4, No));
        Vector128<byte> second =
            Vector128.Shuffle(r, Vector128.Create(No, No, 6, No, No, 7, No, No, 8, No, No, 9, No, No, 10, No)) |
            Vector128.Shuffle(g, Vector128.Create(5, No, No, 6, No, No, 7, No, No, 8, No, No, 9, No, No, (byte)10)) |
            Vector128.Shuffle(b, Vector128.Create(No, 5, No, No, 6, No, No, 7, No, No, 8, No, No, 9, No, No));
        Vector128<byte> third =
            Vector128.Shuffle(r, Vector128.Create(No, 11, No, No, 12, No, No, 13, No, No, 14, No, No, 15, No, No)) |
            Vector128.Shuffle(g, Vector128.Create(No, No, 11, No, No, 12, No, No, 13, No, No, 14, No, No, 15, No)) |
            Vector128.Shuffle(b, Vector128.Create(10, No, No, 11, No, No, 12, No, No, 13, No, No, 14, No, No, (byte)15));
        first.StoreUnsafe(ref destination);
        second.StoreUnsafe(ref destination, 16);
        third.StoreUnsafe(ref destination, 32);
    }
}
