namespace MLResNet.Formats;

/// <summary>What kind of image a file holds, told from its first bytes and never from its name.</summary>
public enum ImageFormat
{
    /// <summary>None of the kinds below.</summary>
    Unknown,

    /// <summary>JPEG; decoded.</summary>
    Jpeg,

    /// <summary>PNG, animated PNG included; decoded (of an animation, the still image).</summary>
    Png,

    /// <summary>Windows or OS/2 bitmap; decoded.</summary>
    Bmp,

    /// <summary>GIF; decoded (of an animation, the first frame).</summary>
    Gif,

    /// <summary>WebP; recognised, not decoded.</summary>
    WebP,

    /// <summary>TIFF or BigTIFF; recognised, not decoded.</summary>
    Tiff,

    /// <summary>HEIC or another HEIF image; recognised, not decoded.</summary>
    Heic,

    /// <summary>AVIF; recognised, not decoded.</summary>
    Avif,
}
