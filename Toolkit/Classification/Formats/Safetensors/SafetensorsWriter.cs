using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MLResNet.Formats.Safetensors;

/// <summary>
/// Writes tensors as a safetensors file whose data starts at a multiple of 64 bytes. The format allows no holes
/// between tensors, so those whose length is a multiple of 64 go first: each of them is aligned, and in a ResNet only the head's
/// bias is left for the tail.
/// </summary>
internal static class SafetensorsWriter
{
    /// <summary>Alignment of the tensors in bytes: a cache line, and an AVX-512 vector.</summary>
    public const int Alignment = 64;

    private const int LengthSize = 8;

    /// <summary>The file for the given tensors; the same tensors always give the same bytes.</summary>
    /// <param name="tensors">Names, shapes and values.</param>
    /// <param name="compact">
    /// Whether a tensor of two or more dimensions whose every value is a half-precision number is written as those, losing
    /// nothing.
    /// </param>
    /// <param name="metadata">Texts about the file, for its "__metadata__", in this order; null for none.</param>
    /// <exception cref="ArgumentException">
    /// A name stands twice, a shape does not match its values, or the file passes 2 GiB.
    /// </exception>
    public static byte[] Write(
        IEnumerable<(string Name, IReadOnlyList<int> Shape, ReadOnlyMemory<float> Values)> tensors, bool compact = false,
        IReadOnlyList<(string Key, string Text)>? metadata = null)
    {
        // OrderBy is stable: within each half the caller's order stays.
        var ordered = tensors
            .Select(tensor => new Entry(
                tensor.Name, tensor.Shape, tensor.Values, compact && tensor.Shape.Count > 1 && HalfPrecision.Holds(tensor.Values.Span)))
            .OrderBy(entry => entry.Length % Alignment != 0)
            .ToList();
        byte[] header = WriteHeader(ordered, metadata ?? []);
        int dataStart = RoundUp(LengthSize + header.Length);
        long length = dataStart + ordered.Sum(entry => entry.Length);
        if (length > Array.MaxLength)
            throw new ArgumentException($"The tensors take {length} bytes, more than a file of 2 GiB holds.", nameof(tensors));

        var file = new byte[length];
        BinaryPrimitives.WriteInt64LittleEndian(file, dataStart - LengthSize);
        header.CopyTo(file, LengthSize);
        file.AsSpan(LengthSize + header.Length, dataStart - LengthSize - header.Length).Fill((byte)' ');
        int position = dataStart;
        foreach (Entry entry in ordered)
        {
            Span<byte> target = file.AsSpan(position, (int)entry.Length);
            if (entry.IsHalf)
                WriteHalves(entry.Values.Span, target);
            else
                WriteSingles(entry.Values.Span, target);
            position += target.Length;
        }
        return file;
    }

    private static void WriteSingles(ReadOnlySpan<float> values, Span<byte> target)
    {
        MemoryMarshal.AsBytes(values).CopyTo(target);
        if (!BitConverter.IsLittleEndian)
        {
            Span<int> bits = MemoryMarshal.Cast<byte, int>(target);
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }
    }

    private static void WriteHalves(ReadOnlySpan<float> values, Span<byte> target)
    {
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteHalfLittleEndian(target[(2 * i)..], (Half)values[i]);
    }

    private static byte[] WriteHeader(List<Entry> tensors, IReadOnlyList<(string Key, string Text)> metadata)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
            {
                json.WriteStartObject("__metadata__");
                foreach ((string key, string text) in metadata)
                    json.WriteString(key, text);
                json.WriteEndObject();
            }
            long offset = 0;
            foreach (Entry entry in tensors)
            {
                var (name, shape, values, isHalf) = entry;
                if (!names.Add(name))
                    throw new ArgumentException($"Tensor '{name}' stands twice.", nameof(tensors));
                if (shape.Aggregate(1L, (product, side) => product * side) != values.Length)
                {
                    throw new ArgumentException(
                        $"Tensor '{name}' of shape [{string.Join(", ", shape)}] has {values.Length} values.", nameof(tensors));
                }
                json.WriteStartObject(name);
                json.WriteString("dtype", isHalf ? "F16" : "F32");
                json.WriteStartArray("shape");
                foreach (int side in shape)
                    json.WriteNumberValue(side);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += entry.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    private sealed record Entry(string Name, IReadOnlyList<int> Shape, ReadOnlyMemory<float> Values, bool IsHalf)
    {
        public long Length => (long)Values.Length * (IsHalf ? 2 : sizeof(float));
    }

    private static int RoundUp(int length) => (length + Alignment - 1) / Alignment * Alignment;
}
