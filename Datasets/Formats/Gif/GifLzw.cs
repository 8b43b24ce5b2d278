namespace MLResNet.Formats.Gif;

/// <summary>
/// The LZW decoder of GIF. A table entry is a string that stands in the output already (the string of the code before it and one
/// index more), so the table holds where it begins and how long it is, and decoding a code is copying from the output.
/// </summary>
internal static class GifLzw
{
    private const int MostCodes = 4096;
    private const int WidestCode = 12;

    /// <summary>
    /// The most indices that a byte can stand for: two codes of 12 bits in three bytes, no string longer than the table.
    /// </summary>
    public const long MostIndicesPerByte = 2 * MostCodes / 3 + 1;

    /// <summary>Decodes until every index is there; what follows is not read.</summary>
    /// <param name="codes">The bytes of the image's sub-blocks.</param>
    /// <param name="indexBits">The "minimum code size": bits of an index, 1 to 8.</param>
    /// <param name="indices">The indices of the frame, filled entirely.</param>
    /// <exception cref="ImageFormatException">The codes end early, or one of them has no meaning.</exception>
    public static void Decode(ReadOnlySpan<byte> codes, int indexBits, Span<byte> indices)
    {
        Span<int> starts = stackalloc int[MostCodes];
        Span<int> lengths = stackalloc int[MostCodes];
        int clear = 1 << indexBits;
        int end = clear + 1;
        int next = clear + 2;
        int width = indexBits + 1;
        int previousLength = 0; // 0: no code since the table was cleared.
        int written = 0;
        uint bits = 0;
        int bitCount = 0;
        int read = 0;

        while (written < indices.Length)
        {
            while (bitCount < width)
            {
                if (read == codes.Length)
                    throw new ImageFormatException("The GIF file is truncated: its image data end before its image does.");
                bits |= (uint)codes[read++] << bitCount;
                bitCount += 8;
            }
            int code = (int)(bits & ((1u << width) - 1));
            bits >>= width;
            bitCount -= width;

            if (code == clear)
            {
                next = clear + 2;
                width = indexBits + 1;
                previousLength = 0;
                continue;
            }
            if (code == end)
                throw new ImageFormatException("The GIF file is damaged: its image data end before its image does.");

            if (previousLength > 0 && next < MostCodes)
            {
                // The string before and the index behind it, which is the first of the string that is decoded now.
                starts[next] = written - previousLength;
                lengths[next] = previousLength + 1;
                next++;
                if (next == 1 << width && width < WidestCode)
                    width++;
            }

            if (code < clear)
            {
                indices[written++] = (byte)code;
                previousLength = 1;
                continue;
            }
            if (code >= next)
                throw new ImageFormatException("The GIF file is damaged: its image data hold a code without a meaning.");
            int start = starts[code];
            int length = Math.Min(lengths[code], indices.Length - written);
            if (start + length <= written)
            {
                indices.Slice(start, length).CopyTo(indices[written..]);
            }
            else
            {
                // The entry just made: its last index is the first that is copied here.
                for (int i = 0; i < length; i++)
                    indices[written + i] = indices[start + i];
            }
            written += length;
            previousLength = length;
        }
    }
}
