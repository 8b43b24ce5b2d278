using System.Buffers;
using System.Security.Cryptography;

namespace MLResNet.Backbones.Downloading;

/// <summary>Length and checksums of a file.</summary>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Lower-case hexadecimal digits.</param>
/// <param name="Md5">Lower-case hexadecimal digits.</param>
internal sealed record FileDigest(long Bytes, string Sha256, string Md5)
{
    /// <summary>Reads a file to its end.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static FileDigest Of(string path, CancellationToken cancellation)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
#pragma warning disable CA5351 // Keras publishes nothing but MD5, which tells a damaged file as well as any.
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
        using FileStream file = File.OpenRead(path);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 18);
        try
        {
            long length = 0;
            for (int count; (count = file.Read(buffer)) > 0; length += count)
            {
                cancellation.ThrowIfCancellationRequested();
                sha256.AppendData(buffer, 0, count);
                md5.AppendData(buffer, 0, count);
            }
            return new(length, Convert.ToHexStringLower(sha256.GetHashAndReset()), Convert.ToHexStringLower(md5.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>In what way this is not the expected file, as the end of a sentence; null if it is.</summary>
    public string? DifferenceFrom(ExpectedFile expected)
    {
        if (expected.Bytes is { } bytes && bytes != Bytes)
            return $"it has {Bytes} bytes instead of {bytes}";
        if (expected.Sha256 is { } sha256 && !Sha256.StartsWith(sha256, StringComparison.Ordinal))
        {
            string pin = expected.Pin is null ? "" : $", which the first one had (delete {expected.Pin} to accept this one)";
            return $"its SHA-256 is {Sha256[..sha256.Length]} instead of {sha256}{pin}";
        }
        if (expected.Md5 is { } md5 && md5 != Md5)
            return $"its MD5 is {Md5} instead of {md5}";
        return null;
    }
}
