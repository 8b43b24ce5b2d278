using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using MLResNet.Engine.Networks;

namespace MLResNet.Backbones;

/// <summary>Identifies weights by what they are, not by the file they are in.</summary>
internal static class WeightsHash
{
    /// <summary>
    /// SHA-256, in lower-case hexadecimal digits, over every tensor in the order of execution: the line "name [sides]" in UTF-8
    /// and its values as little-endian singles.
    /// </summary>
    public static string Of(NetworkParameters parameters)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Parameter parameter in parameters)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{parameter}\n"));
            AppendValues(hash, parameter.Values);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AppendValues(IncrementalHash hash, ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            hash.AppendData(MemoryMarshal.AsBytes(values));
            return;
        }
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        foreach (float value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
            hash.AppendData(bytes);
        }
    }
}
