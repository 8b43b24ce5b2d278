namespace MLResNet.Formats.Bmp;

/// <summary>
/// How the pixels of a bitmap are stored. Windows and OS/2 give 3 and 4 different meanings, so these are numbers of our own.
/// </summary>
internal enum BmpCompression
{
    /// <summary>Rows of indices, or of pixels with the default masks.</summary>
    None,

    /// <summary>Rows of 16- or 32-bit pixels, taken apart by masks.</summary>
    BitFields,

    /// <summary>Run lengths of 4-bit indices.</summary>
    RunLength4,

    /// <summary>Run lengths of 8-bit indices.</summary>
    RunLength8,

    /// <summary>Run lengths of 24-bit pixels (OS/2).</summary>
    RunLength24,
}
