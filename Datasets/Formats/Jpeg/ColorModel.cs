namespace MLResNet.Formats.Jpeg;

/// <summary>What the components of a file mean.</summary>
internal enum ColorModel
{
    /// <summary>One component: luma.</summary>
    Greyscale,

    /// <summary>Three components of JFIF: ITU-R BT.601 luma and chroma, full range.</summary>
    YCbCr,

    /// <summary>Three components: red, green, blue.</summary>
    Rgb,

    /// <summary>Four components: inks as Adobe stores them, 255 for none.</summary>
    Cmyk,

    /// <summary>Four components: inverted red, green, blue inks as luma and chroma, and black as in <see cref="Cmyk"/>.</summary>
    Ycck,
}
