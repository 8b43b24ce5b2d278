using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace MLResNet.Formats.Jpeg;

/// <summary>Transposes 8 x 8 values of 16 bits that stand in eight vectors.</summary>
internal static class ShortTranspose
{
    /// <summary>Whether the processor can interleave two vectors, without which vectors do not pay.</summary>
    public static bool IsSupported => Sse2.IsSupported || AdvSimd.Arm64.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(
        ref Vector128<short> r0, ref Vector128<short> r1, ref Vector128<short> r2, ref Vector128<short> r3,
        ref Vector128<short> r4, ref Vector128<short> r5, ref Vector128<short> r6, ref Vector128<short> r7)
    {
        // Interleaving rows 4 apart, three times over, is a rotation of the index's bits that ends with row and column exchanged.
        Step(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Step(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Step(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(
        ref Vector128<short> r0, ref Vector128<short> r1, ref Vector128<short> r2, ref Vector128<short> r3,
        ref Vector128<short> r4, ref Vector128<short> r5, ref Vector128<short> r6, ref Vector128<short> r7)
    {
        (r0, r1, r2, r3, r4, r5, r6, r7) = (
            InterleaveLower(r0, r4), InterleaveUpper(r0, r4), InterleaveLower(r1, r5), InterleaveUpper(r1, r5),
            InterleaveLower(r2, r6), InterleaveUpper(r2, r6), InterleaveLower(r3, r7), InterleaveUpper(r3, r7));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> InterleaveLower(Vector128<short> left, Vector128<short> right) =>
        Sse2.IsSupported ? Sse2.UnpackLow(left, right) : AdvSimd.Arm64.ZipLow(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> InterleaveUpper(Vector128<short> left, Vector128<short> right) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(left, right) : AdvSimd.Arm64.ZipHigh(left, right);
}
