namespace MLResNet.Imaging;

/// <summary>One variation, drawn.</summary>
/// <param name="Box">The box that is scaled to the network's size; null for the middle.</param>
/// <param name="IsFlipped">Whether it is mirrored.</param>
/// <param name="Brightness">Factor of the brightness.</param>
/// <param name="Contrast">Factor of the contrast.</param>
/// <param name="Saturation">Factor of the saturation.</param>
/// <param name="Degrees">By how much it is turned, clockwise.</param>
/// <param name="Detail">What it keeps of its pixels a side, above 0; 1 for all.</param>
/// <param name="Erased">The part that is erased, in shares of the side; null for none.</param>
/// <param name="Shift">By how many pixels it is moved to the right and down; null for not at all.</param>
internal readonly record struct AugmentationDraw(
    CropBox? Box, bool IsFlipped, float Brightness, float Contrast, float Saturation, float Degrees, float Detail,
    CropBox? Erased, (int Right, int Down)? Shift)
{
    public static AugmentationDraw None => new(null, false, 1, 1, 1, 0, 1, null, null);

    public bool ChangesColor => Brightness != 1 || Contrast != 1 || Saturation != 1;
}
