using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MLResNet.Imaging;

/// <summary>
/// Turns 8-bit samples into the numbers a network takes: sample * scale + offset, channel by channel. A product and a sum, not
/// a fused operation, so that every processor gives the same bits.
/// </summary>
internal static class PixelNormalization
{
    /// <summary>pixels: n x 3 bytes. output: n x 3 numbers, (sample / 255 - mean) / std, in the order of the bytes.</summary>
    public static void Run(ReadOnlySpan<byte> pixels, ReadOnlySpan<float> mean, ReadOnlySpan<float> std, Span<float> output)
    {
        // Three vectors of eight lanes hold eight pixels.
        Span<float> scales = stackalloc float[24], offsets = stackalloc float[24];
        for (int i = 0; i < 24; i++)
        {
            scales[i] = (float)(1 / (255.0 * std[i % 3]));
            offsets[i] = (float)(-(double)mean[i % 3] / std[i % 3]);
        }
        output = output[..pixels.Length];
        int at = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<float> scale0 = Vector256.Create<float>(scales), offset0 = Vector256.Create<float>(offsets);
            Vector256<float> scale1 = Vector256.Create<float>(scales[8..]), offset1 = Vector256.Create<float>(offsets[8..]);
            Vector256<float> scale2 = Vector256.Create<float>(scales[16..]), offset2 = Vector256.Create<float>(offsets[16..]);
            for (; at <= pixels.Length - 24; at += 24)
            {
                (ToSingle(pixels[at..]) * scale0 + offset0).CopyTo(output[at..]);
                (ToSingle(pixels[(at + 8)..]) * scale1 + offset1).CopyTo(output[(at + 8)..]);
                (ToSingle(pixels[(at + 16)..]) * scale2 + offset2).CopyTo(output[(at + 16)..]);
            }
        }
        for (; at < pixels.Length; at++)
            output[at] = pixels[at] * scales[at % 24] + offsets[at % 24];
    }

    private static Vector256<float> ToSingle(ReadOnlySpan<byte> eight)
    {
        Vector128<byte> samples = Vector128.CreateScalar(MemoryMarshal.Read<ulong>(eight)).AsByte();
        if (Avx2.IsSupported)
            return Avx.ConvertToVector256Single(Avx2.ConvertToVector256Int32(samples));
        (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(Vector128.WidenLower(samples));
        return Vector256.ConvertToSingle(Vector256.Create(low, high).AsInt32());
    }
}
