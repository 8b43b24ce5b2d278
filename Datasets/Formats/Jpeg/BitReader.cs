using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace MLResNet.Formats.Jpeg;

/// <summary>
/// Reads bits, the highest first, from bytes without stuffing, behind which <see cref="Padding"/> further bytes can be read. Small
/// enough to live in registers: a decoding loop copies it to a local and back.
/// </summary>
internal unsafe struct BitReader(byte* start, int length)
{
    /// <summary>Readable bytes that must follow the data; their content does not matter.</summary>
    public const int Padding = 16;

    private readonly byte* _end = start + length;
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
        // With under 32 bits in hand, all from before the end + 4, more than there was has been read.
        if (_next >= _end + 4)
            JpegError.ThrowCutShort();
        ulong word = Unsafe.ReadUnaligned<ulong>(_next);
        _bits |= (BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(word) : word) >> _count;
        int bytes = (63 - _count) >> 3;
        _next += bytes;
        _count += bytes * 8;
    }

    /// <summary>The next bits without a step; 1 to 31.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int Peek(int bits) => (int)(_bits >> (64 - bits));

    /// <summary>Steps over bits that have been loaded. Of the count only the lowest 6 bits matter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Skip(int bits)
    {
        _bits <<= bits;
        _count -= bits & 63;
    }

    /// <summary>Reads 0 to 31 bits that have been loaded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Read(int bits)
    {
        int value = (int)((_bits >> 1) >> (63 - bits));
        Skip(bits);
        return value;
    }

    /// <summary>The value that its category's bits stand for: the upper half are themselves, the lower half negative (T.81, F.2.2.1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Extend(int bits, int size) => bits < (1 << size) >> 1 ? bits - (1 << size) + 1 : bits;

    /// <summary>Fails if more bits have been read than there were.</summary>
    public readonly void CheckNotOverrun()
    {
        if ((_next - _end) * 8 > _count)
            JpegError.ThrowCutShort();
    }
}
