namespace MLResNet.Imaging;

/// <summary>
/// One variation, drawn: the box that is scaled to the network's size (null: the middle), the mirroring, and the factors of the
/// colours.
/// </summary>
internal readonly record struct AugmentationDraw(CropBox? Box, bool IsFlipped, float Brightness, float Contrast, float Saturation)
{
    public static AugmentationDraw None => new(null, false, 1, 1, 1);

    public bool ChangesColor => Brightness != 1 || Contrast != 1 || Saturation != 1;
}
