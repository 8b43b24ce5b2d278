using System.Buffers;
using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using MLResNet.Formats.Bmp;
using MLResNet.Formats.Gif;
using MLResNet.Formats.Jpeg;
using MLResNet.Formats.Png;
using MLResNet.Imaging;
using MLResNet.Loading;

namespace MLResNet.Formats;

/// <summary>
/// Decodes JPEG, PNG, BMP and GIF to 8-bit RGB, whatever the file is called: the kind is told from the content. Transparency is
/// laid over white; of an animation the first image is taken. Thread-safe.
/// </summary>
public static class ImageDecoder
{
    /// <summary>Tells the kind of image from its first bytes; a few dozen are enough.</summary>
    /// <param name="data">The file, or its beginning.</param>
    public static ImageFormat Identify(ReadOnlySpan<byte> data)
    {
        if (data.StartsWith<byte>([0xFF, 0xD8, 0xFF]))
            return ImageFormat.Jpeg;
        if (data.StartsWith(PngDecoder.Signature))
            return ImageFormat.Png;
        if (data.StartsWith("GIF87a"u8) || data.StartsWith("GIF89a"u8))
            return ImageFormat.Gif;
        if (IsBmp(data))
            return ImageFormat.Bmp;
        if (data.StartsWith("RIFF"u8) && data.Length >= 12 && data[8..].StartsWith("WEBP"u8))
            return ImageFormat.WebP;
        if (data.StartsWith("II*\0"u8) || data.StartsWith("MM\0*"u8) || data.StartsWith("II+\0"u8) || data.StartsWith("MM\0+"u8))
            return ImageFormat.Tiff;
        return data.Length >= 12 && data[4..].StartsWith("ftyp"u8) ? IdentifyBrand(data) : ImageFormat.Unknown;
    }

    /// <summary>Decodes an encoded image.</summary>
    /// <param name="data">The bytes of the file.</param>
    /// <param name="options">Limits and wishes; the defaults of <see cref="DecodeOptions"/> when null.</param>
    /// <exception cref="ImageFormatException">The image is damaged, over a limit, not supported or no image at all.</exception>
    public static RgbImage Decode(ReadOnlySpan<byte> data, DecodeOptions? options = null)
    {
        options ??= DecodeOptions.Default;
        CheckLength(data.Length, options);
        ImageFormat format = Identify(data);
        return format switch
        {
            ImageFormat.Jpeg => JpegDecoder.Decode(data, options),
            ImageFormat.Png => PngDecoder.Decode(data, options),
            ImageFormat.Bmp => BmpDecoder.Decode(data, options),
            ImageFormat.Gif => GifDecoder.Decode(data, options),
            ImageFormat.Unknown => throw new ImageFormatException(
                "The file is not an image that MLResNet recognises; use JPEG, PNG, BMP or GIF."),
            _ => throw new ImageFormatException($"{Name(format)} is not supported; convert it to JPEG or PNG."),
        };
    }

    /// <summary>Reads and decodes an image file.</summary>
    /// <param name="path">The file; its extension plays no part.</param>
    /// <param name="options">Limits and wishes; the defaults of <see cref="DecodeOptions"/> when null.</param>
    /// <exception cref="ImageFormatException">
    /// The file cannot be read, or its image is damaged, over a limit, not supported or no image at all; the message begins with
    /// the path.
    /// </exception>
    public static RgbImage DecodeFile(string path, DecodeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return DecodeFile(path, options ?? DecodeOptions.Default, hashes: false, out _);
    }

    /// <summary>The same, and the hash of the bytes that were decoded: read apart, they could be others.</summary>
    internal static RgbImage DecodeFile(string path, DecodeOptions options, out ContentHash content) =>
        DecodeFile(path, options, hashes: true, out content);

    private static RgbImage DecodeFile(string path, DecodeOptions options, bool hashes, out ContentHash content)
    {
        byte[] buffer = [];
        content = default;
        try
        {
            using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
            long length = RandomAccess.GetLength(file);
            CheckLength(length, options);
            buffer = ArrayPool<byte>.Shared.Rent((int)length);
            Span<byte> data = buffer.AsSpan(0, ReadAll(file, buffer.AsSpan(0, (int)length)));
            if (hashes)
                content = ContentHash.Of(data);
            return Decode(data, options);
        }
        catch (ImageFormatException e)
        {
            throw new ImageFormatException($"{path}: {e.Message}", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ImageFormatException($"{path}: The file does not exist.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            string reason = Directory.Exists(path) ? "This is a folder, not a file." : "Access to the file is denied.";
            throw new ImageFormatException($"{path}: {reason}", e);
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            throw new ImageFormatException($"{path}: The file cannot be read: {e.Message}", e);
        }
        finally
        {
            if (buffer.Length > 0)
                ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void CheckLength(long length, DecodeOptions options)
    {
        if (length == 0)
            throw new ImageFormatException("The file is empty.");
        long most = Math.Min(options.MaxBytes, Array.MaxLength);
        if (length > most)
            throw new ImageFormatException($"The file has {length} bytes, more than the limit of {most}; make it smaller.");
    }

    private static int ReadAll(SafeFileHandle file, Span<byte> buffer)
    {
        int total = 0;
        while (total < buffer.Length)
        {
            int read = RandomAccess.Read(file, buffer[total..], total);
            if (read == 0)
                break;
            total += read;
        }
        return total;
    }

    // Two letters alone would claim many a text file, so the length of the header that follows has to be one that exists.
    private static bool IsBmp(ReadOnlySpan<byte> data) =>
        data.StartsWith("BM"u8) && (data.Length < 18 || BinaryPrimitives.ReadUInt32LittleEndian(data[14..]) is >= 12 and <= 124);

    // ISO base media: the file's type box lists a major brand, a version, and the brands it is compatible with.
    private static ImageFormat IdentifyBrand(ReadOnlySpan<byte> data)
    {
        const int MostBytes = 256;
        int length = (int)Math.Min(Math.Min((uint)data.Length, BinaryPrimitives.ReadUInt32BigEndian(data)), MostBytes);
        ImageFormat format = ImageFormat.Unknown;
        for (int i = 8; i + 4 <= Math.Max(length, 12); i += 4)
        {
            ReadOnlySpan<byte> brand = data.Slice(i, 4);
            if (brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8))
                return ImageFormat.Avif;
            bool image = brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8);
            if (image || brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8))
                format = ImageFormat.Heic;
        }
        return format;
    }

    private static string Name(ImageFormat format) => format switch
    {
        ImageFormat.Tiff => "TIFF",
        ImageFormat.Heic => "HEIC",
        ImageFormat.Avif => "AVIF",
        _ => format.ToString(),
    };
}
