using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace MLResNet.Formats.Jpeg;

/// <summary>
/// Reads bits, the highest first, from bytes without stuffing. It does not know where they end: readable bytes must follow, and
/// who reads has to look from time to time whether it went too far. So it is small enough to live in registers (three fields
/// are), to which a decoding loop copies it and back.
/// </summary>
internal unsafe struct BitReader(byte* start)
{
    private byte* _next = start;
    private ulong _bits;
    private int _count;

    /// <summary>The next 64 bits, of which those that have not been loaded are unspecified.</summary>
    public readonly ulong Window => _bits;

    /// <summary>Makes sure that at least 32 bits can be read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Refill()
    {
        if (_count >= 32)
            return;
        ulong word = Unsafe.ReadUnaligned<ulong>(_next);
        if (BitConverter.IsLittleEndian)
            word = BinaryPrimitives.ReverseEndianness(word);
        _bits |= word >> _count;
        int bytes = (63 - _count) >> 3;
        _next += bytes;
        _count += bytes * 8;
    }

    /// <summary>The next bits without a step; 1 to 31.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly nuint Peek(int bits) => (nuint)(_bits >> (64 - bits));

    /// <summary>Steps over bits that have been loaded. Of the count only the lowest byte matters, which is below 64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Skip(int bits)
    {
        _bits <<= bits; // by the lowest 6 bits
        _count -= (byte)bits;
    }

    /// <summary>Reads 0 to 31 bits that have been loaded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Read(int bits)
    {
        int value = (int)((_bits >> 1) >> (63 - bits));
        Skip(bits);
        return value;
    }

    /// <summary>Whether bits from the end on have been read.</summary>
    public readonly bool IsBeyond(byte* end) => (_next - end) * 8 > _count;

    /// <summary>
    /// The value that its category's bits stand for: the upper half are themselves, the lower half negative (T.81, F.2.2.1).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Extend(int bits, int size)
    {
        // Without a branch, which would be taken every other time.
        int half = (1 << size) >> 1;
        return bits + (((bits - half) >> 31) & (1 - 2 * half));
    }
}
