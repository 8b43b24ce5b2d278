namespace MLResNet.Imaging;

/// <summary>
/// How pixels between pixels are made. All are antialiased, as Pillow defines them: when shrinking, the filter widens with the
/// scale.
/// </summary>
public enum Interpolation
{
    /// <summary>The mean of the pixels that an output pixel covers (Pillow: BOX).</summary>
    Area,

    /// <summary>A triangle, one pixel to either side (Pillow: BILINEAR).</summary>
    Bilinear,

    /// <summary>Keys' cubic with a = -0.5, two pixels to either side (Pillow: BICUBIC).</summary>
    Bicubic,
}
