namespace MLResNet.Formats.Png;

/// <summary>The filter types that stand in front of each row, by their numbers in the file.</summary>
internal enum PngFilter : byte
{
    None = 0,
    Sub = 1,
    Up = 2,
    Average = 3,
    Paeth = 4,
}
