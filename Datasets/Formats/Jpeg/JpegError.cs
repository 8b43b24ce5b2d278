using System.Diagnostics.CodeAnalysis;

namespace MLResNet.Formats.Jpeg;

/// <summary>The reasons for which a JPEG file is refused.</summary>
internal static class JpegError
{
    /// <summary>The file ends, or a marker comes, before the picture is complete.</summary>
    [DoesNotReturn]
    public static void ThrowCutShort() => throw new ImageFormatException("The JPEG data ends before the picture is complete.");

    /// <summary>The compressed samples are no valid code.</summary>
    [DoesNotReturn]
    public static void ThrowDamagedSamples() =>
        throw new ImageFormatException("The compressed samples of the JPEG file are damaged.");

    /// <summary>A header contradicts the format or itself.</summary>
    public static ImageFormatException Damaged(string header) => new($"The {header} of the JPEG file is damaged.");

    /// <summary>A kind of JPEG that the decoder knows by name only.</summary>
    public static ImageFormatException NotSupported(string kind) =>
        new($"JPEG files with {kind} are not supported; save the picture as a baseline or progressive JPEG.");
}
