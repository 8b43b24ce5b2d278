using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MLResNet.Imaging;

/// <summary>
/// The loops of <see cref="Resampler"/>: sums of 8-bit samples times fixed-point weights, rounded to 8 bits again.
/// </summary>
internal static class ResampleKernels
{
    /// <summary>How many bytes beyond the last pixel the passes across may write.</summary>
    public const int Overhang = 1;

    private const int Half = 1 << (ResampleWeights.PrecisionBits - 1);

    /// <summary>
    /// input: rows of inputStride bytes, RGB. output: as many rows of weights.Count x 3 bytes. A pixel is a vector of 4 lanes.
    /// </summary>
    public static void Across(ReadOnlySpan<byte> input, int inputStride, int rows, in ResampleWeights weights, Span<byte> output)
    {
        int outputStride = weights.Count * 3;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<byte> source = input[(row * inputStride)..];
            Span<byte> target = output[(row * outputStride)..];
            if (source.Length < inputStride + 1)
            {
                AcrossOneByOne(source, weights, target);
                continue;
            }
            for (int x = 0; x < weights.Count; x++)
            {
                ref byte pixel = ref MemoryMarshal.GetReference(source[(weights.Start(x) * 3)..]);
                Vector128<int> sum = Vector128.Create(Half);
                foreach (int weight in weights[x])
                {
                    sum += Vector128.Create(weight) * Widen(Unsafe.ReadUnaligned<uint>(ref pixel));
                    pixel = ref Unsafe.Add(ref pixel, 3);
                }
                StorePixel(sum, target[(x * 3)..]);
            }
        }
    }

    /// <summary>input: weights.Length rows as long as the output, one after the other. output: their weighted sum.</summary>
    public static void Down(ReadOnlySpan<byte> input, ReadOnlySpan<int> weights, Span<byte> output)
    {
        int length = output.Length;
        ref byte first = ref MemoryMarshal.GetReference(input[..(length * weights.Length)]);
        int x = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; x <= length - 32; x += 32)
            {
                Vector512<int> a = Vector512.Create(Half), b = a;
                ref byte samples = ref Unsafe.Add(ref first, x);
                foreach (int weight in weights)
                {
                    a += Vector512.Create(weight) * Widen(Vector128.LoadUnsafe(ref samples));
                    b += Vector512.Create(weight) * Widen(Vector128.LoadUnsafe(ref samples, 16));
                    samples = ref Unsafe.Add(ref samples, length);
                }
                Round(a).CopyTo(output[x..]);
                Round(b).CopyTo(output[(x + 16)..]);
            }
        }
        for (; x <= length - 16; x += 16)
        {
            Vector256<int> a = Vector256.Create(Half), b = a;
            ref byte samples = ref Unsafe.Add(ref first, x);
            foreach (int weight in weights)
            {
                (Vector256<int> low, Vector256<int> high) = WidenInTwo(Vector128.LoadUnsafe(ref samples));
                a += Vector256.Create(weight) * low;
                b += Vector256.Create(weight) * high;
                samples = ref Unsafe.Add(ref samples, length);
            }
            Round(Vector512.Create(a, b)).CopyTo(output[x..]);
        }
        for (; x < length; x++)
        {
            int sum = Half;
            for (int i = 0; i < weights.Length; i++)
                sum += weights[i] * input[i * length + x];
            output[x] = Round(sum);
        }
    }

    // The last row of a picture, where a vector would reach beyond the array.
    private static void AcrossOneByOne(ReadOnlySpan<byte> source, in ResampleWeights weights, Span<byte> target)
    {
        for (int x = 0; x < weights.Count; x++)
        {
            int red = Half, green = Half, blue = Half;
            int at = weights.Start(x) * 3;
            foreach (int weight in weights[x])
            {
                red += weight * source[at];
                green += weight * source[at + 1];
                blue += weight * source[at + 2];
                at += 3;
            }
            target[x * 3] = Round(red);
            target[x * 3 + 1] = Round(green);
            target[x * 3 + 2] = Round(blue);
        }
    }

    private static byte Round(int sum) => (byte)Math.Clamp(sum >> ResampleWeights.PrecisionBits, 0, 255);

    private static Vector128<byte> Round(Vector512<int> sums)
    {
        Vector512<int> levels = Vector512.ShiftRightArithmetic(sums, ResampleWeights.PrecisionBits);
        levels = Vector512.Min(Vector512.Max(levels, Vector512<int>.Zero), Vector512.Create(255));
        Vector256<short> words = Vector256.Narrow(levels.GetLower(), levels.GetUpper());
        return Vector128.Narrow(words.GetLower(), words.GetUpper()).AsByte();
    }

    // Writes four bytes; the fourth is of no meaning and is written over by the next pixel.
    private static void StorePixel(Vector128<int> sums, Span<byte> target)
    {
        Vector128<int> levels = Vector128.ShiftRightArithmetic(sums, ResampleWeights.PrecisionBits);
        levels = Vector128.Min(Vector128.Max(levels, Vector128<int>.Zero), Vector128.Create(255));
        Vector128<short> words = Vector128.Narrow(levels, levels);
        MemoryMarshal.Write(target, Vector128.Narrow(words, words).AsUInt32().ToScalar());
    }

    private static Vector128<int> Widen(uint fourSamples) =>
        Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalar(fourSamples).AsByte())).AsInt32();

    private static Vector512<int> Widen(Vector128<byte> samples)
    {
        if (Avx512F.IsSupported)
            return Avx512F.ConvertToVector512Int32(samples);
        (Vector256<int> low, Vector256<int> high) = WidenInTwo(samples);
        return Vector512.Create(low, high);
    }

    private static (Vector256<int> Low, Vector256<int> High) WidenInTwo(Vector128<byte> samples)
    {
        if (Avx2.IsSupported)
        {
            Vector128<byte> upper = Vector128.Create(samples.GetUpper(), samples.GetUpper());
            return (Avx2.ConvertToVector256Int32(samples), Avx2.ConvertToVector256Int32(upper));
        }
        (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(samples);
        (Vector128<uint> a, Vector128<uint> b) = Vector128.Widen(low);
        (Vector128<uint> c, Vector128<uint> d) = Vector128.Widen(high);
        return (Vector256.Create(a, b).AsInt32(), Vector256.Create(c, d).AsInt32());
    }
}
