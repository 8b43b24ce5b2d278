using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MLResNet.Formats.Jpeg;

/// <summary>
/// Turns rows of components into interleaved RGB. YCbCr is that of JFIF (ITU-R BT.601, full range) in 16-bit fixed point:
/// R = Y + 1.402 Cr, G = Y - 0.34414 Cb - 0.71414 Cr, B = Y + 1.772 Cb with Cb and Cr centred on 0. Inks are taken as Adobe stores
/// them, 255 for none, as every common reader does: R = C K / 255 rounded, likewise G from M and B from Y.
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
                    Vector128.LoadUnsafe(ref luma, (nuint)x), Vector128.LoadUnsafe(ref cb, (nuint)x), Vector128.LoadUnsafe(ref cr, (nuint)x),
                    out Vector128<byte> r, out Vector128<byte> g, out Vector128<byte> b);
                Interleave(r, g, b, ref Unsafe.Add(ref destination, 3 * x));
            }
        }
        ReferenceYCbCrToRgb(y[x..], blue[x..], red[x..], output[(3 * x)..]);
    }

    /// <summary>red, green, blue: at least as many samples as output has pixels; output: 3 bytes a pixel.</summary>
    public static void RgbToRgb(ReadOnlySpan<byte> red, ReadOnlySpan<byte> green, ReadOnlySpan<byte> blue, Span<byte> output)
    {
        for (int x = 0; x < output.Length / 3; x++)
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Convert(
        Vector128<byte> y, Vector128<byte> cb, Vector128<byte> cr, out Vector128<byte> r, out Vector128<byte> g, out Vector128<byte> b)
    {
        var center = Vector256.Create(128);
        (Vector256<int> y0, Vector256<int> y1) = Widen(y);
        (Vector256<int> cb0, Vector256<int> cb1) = Widen(cb);
        (Vector256<int> cr0, Vector256<int> cr1) = Widen(cr);
        cb0 -= center;
        cb1 -= center;
        cr0 -= center;
        cr1 -= center;
        var half = Vector256.Create(Half);
        r = Narrow(y0 + ((cr0 * RedFromRed + half) >> 16), y1 + ((cr1 * RedFromRed + half) >> 16));
        g = Narrow(
            y0 + ((half - cb0 * GreenFromBlue - cr0 * GreenFromRed) >> 16),
            y1 + ((half - cb1 * GreenFromBlue - cr1 * GreenFromRed) >> 16));
        b = Narrow(y0 + ((cb0 * BlueFromBlue + half) >> 16), y1 + ((cb1 * BlueFromBlue + half) >> 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<int> Lower, Vector256<int> Upper) Widen(Vector128<byte> samples)
    {
        Vector256<ushort> wide = Vector256.WidenLower(samples.ToVector256Unsafe());
        return (Vector256.WidenLower(wide).AsInt32(), Vector256.WidenUpper(wide).AsInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Narrow(Vector256<int> lower, Vector256<int> upper)
    {
        Vector256<short> words = Vector256.Min(
            Vector256.Max(Vector256.Narrow(lower, upper), Vector256<short>.Zero), Vector256.Create((short)255));
        return Vector128.Narrow(words.GetLower(), words.GetUpper()).AsByte();
    }

    /// <summary>Writes 16 pixels as 48 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave(Vector128<byte> r, Vector128<byte> g, Vector128<byte> b, ref byte destination)
    {
        // 255 is beyond the vector and gives 0.
        Vector128<byte> first =
            Vector128.Shuffle(r, Vector128.Create((byte)0, 255, 255, 1, 255, 255, 2, 255, 255, 3, 255, 255, 4, 255, 255, 5)) |
            Vector128.Shuffle(g, Vector128.Create((byte)255, 0, 255, 255, 1, 255, 255, 2, 255, 255, 3, 255, 255, 4, 255, 255)) |
            Vector128.Shuffle(b, Vector128.Create((byte)255, 255, 0, 255, 255, 1, 255, 255, 2, 255, 255, 3, 255, 255, 4, 255));
        Vector128<byte> second =
            Vector128.Shuffle(r, Vector128.Create((byte)255, 255, 6, 255, 255, 7, 255, 255, 8, 255, 255, 9, 255, 255, 10, 255)) |
            Vector128.Shuffle(g, Vector128.Create((byte)5, 255, 255, 6, 255, 255, 7, 255, 255, 8, 255, 255, 9, 255, 255, 10)) |
            Vector128.Shuffle(b, Vector128.Create((byte)255, 5, 255, 255, 6, 255, 255, 7, 255, 255, 8, 255, 255, 9, 255, 255));
        Vector128<byte> third =
            Vector128.Shuffle(r, Vector128.Create((byte)255, 11, 255, 255, 12, 255, 255, 13, 255, 255, 14, 255, 255, 15, 255, 255)) |
            Vector128.Shuffle(g, Vector128.Create((byte)255, 255, 11, 255, 255, 12, 255, 255, 13, 255, 255, 14, 255, 255, 15, 255)) |
            Vector128.Shuffle(b, Vector128.Create((byte)10, 255, 255, 11, 255, 255, 12, 255, 255, 13, 255, 255, 14, 255, 255, 15));
        first.StoreUnsafe(ref destination);
        second.StoreUnsafe(ref destination, 16);
        third.StoreUnsafe(ref destination, 32);
    }
}
