using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLResNet.Formats;
using MLResNet.Formats.Png;
using MLResNet.Imaging;
using MLResNet.Loading;

namespace MLResNet.Pipelines.Imaging;

/// <summary>
/// Images that ML.NET has decoded. Their pixels are taken over at once: the row may reuse, or dispose of, what it gave.
/// </summary>
internal sealed class MLImageReader(DataViewRow row, DataViewSchema.Column column, int slots) : ImageReader
{
    private readonly ValueGetter<MLImage?> _get = row.GetGetter<MLImage?>(column);
    private readonly RgbImage?[] _images = new RgbImage?[slots];
    private readonly long[] _rows = new long[slots];
    private MLImage? _given; // handed back with the next row, as ML.NET's transforms expect; it stays theirs

    public override void Read(int slot)
    {
        _get(ref _given);
        _images[slot] = _given is null ? null : ToRgb(_given);
        _rows[slot] = row.Position;
    }

    public override string NameOf(int slot) => $"{column.Name}, row {_rows[slot] + 1}";

    public override ContentHash? HashOf(int slot) => _images[slot] is { } image ? HashOf(image) : null;

    public override RgbImage Decode(int slot, DecodeOptions options, bool hashes, out ContentHash content)
    {
        RgbImage image = _images[slot] ?? throw new ImageFormatException($"{NameOf(slot)}: There is no image.");
        content = hashes ? HashOf(image) : default;
        return image;
    }

    /// <summary>Writes it as PNG, which loses nothing; where there is none, an empty file, which nobody can read.</summary>
    public override string ToFile(int slot, ImageSpool spool) =>
        spool.Add(_images[slot] is { } image ? PngEncoder.Encode(image) : []);

    /// <summary>
    /// The pixels without their opacity: over white, as those of a transparent file. Skia, which keeps them, has the colours
    /// multiplied by the opacity already.
    /// </summary>
    private static RgbImage ToRgb(MLImage image)
    {
        var rgb = new RgbImage(image.Width, image.Height);
        ReadOnlySpan<byte> pixels = image.Pixels;
        int stride = pixels.Length / image.Height;
        (int red, int blue) = image.PixelFormat == MLPixelFormat.Rgba32 ? (0, 2) : (2, 0);
        for (int y = 0; y < rgb.Height; y++)
        {
            ReadOnlySpan<byte> source = pixels.Slice(y * stride, rgb.Width * 4);
            Span<byte> target = rgb.Row(y);
            for (int x = 0; x < rgb.Width; x++)
            {
                int white = 255 - source[4 * x + 3];
                target[3 * x] = (byte)Math.Min(source[4 * x + red] + white, 255);
                target[3 * x + 1] = (byte)Math.Min(source[4 * x + 1] + white, 255);
                target[3 * x + 2] = (byte)Math.Min(source[4 * x + blue] + white, 255);
            }
        }
        return rgb;
    }

    private static ContentHash HashOf(RgbImage image)
    {
        Span<byte> shape = stackalloc byte[2 * sizeof(int)], hash = stackalloc byte[ContentHash.Length];
        BinaryPrimitives.WriteInt32LittleEndian(shape, image.Width);
        BinaryPrimitives.WriteInt32LittleEndian(shape[sizeof(int)..], image.Height);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData("pixels"u8); // a file that happens to consist of the same bytes is another image
        sha.AppendData(shape);
        sha.AppendData(image.Pixels);
        sha.GetHashAndReset(hash);
        return ContentHash.Read(hash);
    }
}
