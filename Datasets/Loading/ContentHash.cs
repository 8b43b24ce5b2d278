using System.Buffers.Binary;
using System.Security.Cryptography;

namespace MLResNet.Loading;

/// <summary>SHA-256 of the bytes of a file: the same for the same content, wherever it lies and whatever it is called.</summary>
internal readonly record struct ContentHash(UInt128 High, UInt128 Low)
{
    /// <summary>Bytes of a hash.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    /// <summary>The hash of content.</summary>
    public static ContentHash Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[Length];
        SHA256.HashData(content, hash);
        return Read(hash);
    }

    /// <summary>The hash of a file's content; null if it cannot be read.</summary>
    public static ContentHash? OfFile(string path)
    {
        Span<byte> hash = stackalloc byte[Length];
        try
        {
            using FileStream file = File.OpenRead(path);
            SHA256.HashData(file, hash);
            return Read(hash);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>A hash as it is written, <see cref="Length"/> bytes.</summary>
    public static ContentHash Read(ReadOnlySpan<byte> hash) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt128BigEndian(destination, High);
        BinaryPrimitives.WriteUInt128BigEndian(destination[16..], Low);
    }
}
