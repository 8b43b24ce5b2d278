namespace MLResNet.Formats.Png;

/// <summary>The colour types of a PNG header, by their numbers in the file.</summary>
internal enum PngColorType : byte
{
    Grey = 0,
    Rgb = 2,
    Indexed = 3,
    GreyAlpha = 4,
    Rgba = 6,
}
