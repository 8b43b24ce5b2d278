namespace MLResNet.Formats.Png;

/// <summary>The four letters of a chunk as one big-endian number.</summary>
internal static class PngChunkType
{
    public const uint Header = 0x49484452;       // IHDR
    public const uint Palette = 0x504C5445;      // PLTE
    public const uint Transparency = 0x74524E53; // tRNS
    public const uint Data = 0x49444154;         // IDAT
    public const uint End = 0x49454E44;          // IEND
    public const uint Apple = 0x43674249;        // CgBI

    /// <summary>Bit 5 of the first letter: lower case means that a decoder may skip the chunk.</summary>
    public static bool IsCritical(uint type) => (type & 0x2000_0000) == 0;

    /// <summary>The letters, for a message; anything unprintable as a question mark.</summary>
    public static string Name(uint type) => string.Create(4, type, static (letters, value) =>
    {
        for (int i = 0; i < 4; i++)
        {
            char letter = (char)(byte)(value >> (24 - 8 * i));
            letters[i] = char.IsAsciiLetter(letter) ? letter : '?';
        }
    });
}
