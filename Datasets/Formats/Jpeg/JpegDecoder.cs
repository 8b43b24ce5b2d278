using System.Buffers;
using MLResNet.Imaging;

namespace MLResNet.Formats.Jpeg;

/// <summary>
/// Decodes baseline, extended and progressive JPEG files with 8-bit samples and Huffman coding. Samples follow libjpeg's accurate
/// integer inverse DCT and its triangle chroma upsampling bit by bit; its smoothing of progressive files that leave out detail is
/// not done. Where libjpeg warns of damage and goes on with grey, this refuses the file: nothing should be learned from it.
/// </summary>
internal static class JpegDecoder
{
    /// <summary>Decodes a file, turned upright as its EXIF orientation says.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="options">
    /// Limits, and the smallest size of use: the picture is scaled by 1/2, 1/4 or 1/8 within the DCT.
    /// </param>
    /// <exception cref="ImageFormatException">
    /// The file is damaged, incomplete, too large, or of a kind that is not supported.
    /// </exception>
    public static RgbImage Decode(ReadOnlySpan<byte> data, DecodeOptions options)
    {
        if (!data.StartsWith([(byte)0xFF, JpegMarker.StartOfImage]))
            throw new ImageFormatException("The data is no JPEG file.");
        byte[] buffer = ArrayPool<byte>.Shared.Rent(data.Length + EntropyReader.Padding);
        try
        {
            return Decode(data, options, buffer);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static unsafe RgbImage Decode(ReadOnlySpan<byte> data, DecodeOptions options, byte[] buffer)
    {
        var reader = new MarkerReader(data);
        reader.Advance(2);
        var headers = new JpegHeaders(options);
        ScanHeader? scan = headers.ReadToScan(ref reader);
        if (scan == null)
            JpegError.ThrowCutShort();
        FrameHeader frame = headers.Frame;
        // A block takes at least one bit for its mean, and one to say that nothing follows; progressive files say that of many at
        // once.
        long blocks = frame.Components.Sum(component => (long)component.BlocksAcross * component.BlocksDown);
        DecodeLimits.CheckPlausible("JPEG", frame.IsProgressive ? blocks : 2 * blocks, 8L * data.Length);
        using var rows = new RowAssembler(frame, headers.ColorModel, ChooseScale(frame, options.MinShortSide));
        fixed (byte* bits = buffer)
        {
            if (!frame.IsProgressive && scan.Components.Length == frame.Components.Length)
            {
                var entropy = new EntropyReader(reader.Rest, bits, scan.RestartInterval);
                SequentialDecoder.DecodePicture(frame, scan, ref entropy, rows);
            }
            else
            {
                DecodeScans(headers, scan, ref reader, bits, rows);
            }
        }
        return ExifOrientation.Apply(rows.Image, headers.Orientation);
    }

    /// <summary>Gathers the coefficients of all scans, from the given first one on, and makes the picture of them.</summary>
    private static unsafe void DecodeScans(
        JpegHeaders headers, ScanHeader first, ref MarkerReader reader, byte* bits, RowAssembler rows)
    {
        var progress = new ScanProgress(headers.Frame);
        using var store = new CoefficientStore(headers.Frame);
        for (ScanHeader? scan = first; scan != null && !progress.IsComplete; scan = headers.ReadToScan(ref reader))
        {
            progress.Add(scan);
            var entropy = new EntropyReader(reader.Rest, bits, scan.RestartInterval);
            ScanDecoder.Decode(headers.Frame, scan, ref entropy, store);
            reader.Advance(entropy.Consumed);
        }
        if (!progress.IsComplete && !(headers.EndSeen && progress.IsViewable))
            JpegError.ThrowCutShort();
        store.WriteTo(rows);
    }

    /// <summary>The smallest of 1, 2, 4, 8 eighths at which the short side is still long enough.</summary>
    private static int ChooseScale(FrameHeader frame, int minShortSide)
    {
        int shortSide = Math.Min(frame.Width, frame.Height), eighths = 8;
        while (minShortSide > 0 && eighths > 1 && FrameHeader.CeilingDivide(shortSide * eighths / 2, 8) >= minShortSide)
            eighths /= 2;
        return eighths;
    }
}
