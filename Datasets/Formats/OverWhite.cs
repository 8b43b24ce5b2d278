namespace MLResNet.Formats;

/// <summary>
/// Transparency, laid over white: value * alpha + white * (1 - alpha), in whole numbers, rounded once to the nearest 8-bit level.
/// </summary>
internal static class OverWhite
{
    /// <summary>An 8-bit sample of 8-bit opacity.</summary>
    public static byte Blend(byte value, byte alpha)
    {
        // 255 - round((255 - value) * alpha / 255); the division by 255 is exact for every product of two bytes.
        int covered = (255 - value) * alpha + 128;
        return (byte)(255 - ((covered + (covered >> 8)) >> 8));
    }

    /// <summary>A 16-bit sample of 16-bit opacity, rounded to 8 bits after blending.</summary>
    public static byte Blend(ushort value, ushort alpha)
    {
        const uint PerLevel = 65535 * 257;
        ulong covered = (ulong)(65535 - value) * alpha;
        return (byte)(255 - (uint)((covered + PerLevel / 2) / PerLevel));
    }

    /// <summary>An opaque 16-bit sample: round(value * 255 / 65535), exact for every value.</summary>
    public static byte Narrow(ushort value) => (byte)((value * 255u + 32895u) >> 16);
}
