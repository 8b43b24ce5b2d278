using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace MLResNet.Formats.Numpy;

/// <summary>
/// Writes a matrix as NumPy's <c>.npy</c>, format 1.0 (numpy.lib.format): magic, version, the length of the header, the header as
/// a Python dictionary, then float32, little-endian, row by row.
/// </summary>
internal static class NpyWriter
{
    private const int Alignment = 64;
    private const int BeforeHeader = 10;

    /// <param name="stream">Receives the file.</param>
    /// <param name="rows">The rows, all of the same length.</param>
    /// <param name="width">Numbers a row.</param>
    public static void Write(Stream stream, IReadOnlyCollection<float[]> rows, int width)
    {
        string header = string.Create(
            CultureInfo.InvariantCulture, $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows.Count}, {width}), }}");
        // Spaces and a line's end fill it up, so that the numbers begin at a multiple of 64 bytes and can be mapped into memory.
        int length = (BeforeHeader + header.Length + 1 + Alignment - 1) / Alignment * Alignment - BeforeHeader;
        stream.Write([0x93, .. "NUMPY"u8, 1, 0]);
        Span<byte> headerLength = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(headerLength, (ushort)length);
        stream.Write(headerLength);
        stream.Write(Encoding.ASCII.GetBytes(header.PadRight(length - 1) + '\n'));

        byte[] bytes = new byte[width * sizeof(float)];
        Span<int> little = MemoryMarshal.Cast<byte, int>(bytes.AsSpan());
        foreach (float[] row in rows)
        {
            if (BitConverter.IsLittleEndian)
                MemoryMarshal.AsBytes(row.AsSpan()).CopyTo(bytes);
            else
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<float, int>(row.AsSpan()), little);
            stream.Write(bytes);
        }
    }
}
