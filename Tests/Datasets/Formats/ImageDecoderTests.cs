using System.Text;
using MLResNet.Formats;
using MLResNet.Formats.Jpeg;
using MLResNet.Imaging;

namespace MLResNet.Datasets.Tests.Formats;

public sealed class ImageDecoderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlresnet-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("\u00FF\u00D8\u00FF\u00E0", ImageFormat.Jpeg)]
    [InlineData("\u0089PNG\r\n\u001A\n", ImageFormat.Png)]
    [InlineData("GIF87a", ImageFormat.Gif)]
    [InlineData("GIF89a", ImageFormat.Gif)]
    [InlineData("BM\u0046\0\0\0\0\0\0\0\u0036\0\0\0\u0028\0\0\0", ImageFormat.Bmp)]
    [InlineData("RIFF\u0010\0\0\0WEBPVP8 ", ImageFormat.WebP)]
    [InlineData("II*\0", ImageFormat.Tiff)]
    [InlineData("MM\0*", ImageFormat.Tiff)]
    [InlineData("II+\0", ImageFormat.Tiff)]
    [InlineData("MM\0+", ImageFormat.Tiff)]
    [InlineData("\0\0\0\u0018ftypheic\0\0\0\0mif1heic", ImageFormat.Heic)]
    [InlineData("\0\0\0\u0018ftypmif1\0\0\0\0mif1heic", ImageFormat.Heic)]
    [InlineData("\0\0\0\u0014ftyphevc\0\0\0\0hevc", ImageFormat.Heic)]
    [InlineData("\0\0\0\u0018ftypavif\0\0\0\0mif1miaf", ImageFormat.Avif)]
    [InlineData("\0\0\0\u0018ftypmif1\0\0\0\0miafavif", ImageFormat.Avif)]
    [InlineData("\0\0\0\u0018ftypisom\0\0\0\0mp41avc1", ImageFormat.Unknown)]
    [InlineData("RIFF\u0010\0\0\0WAVEfmt ", ImageFormat.Unknown)]
    [InlineData("BMW drivers, a study in blinkers", ImageFormat.Unknown)]
    [InlineData("hello", ImageFormat.Unknown)]
    [InlineData("", ImageFormat.Unknown)]
    public void A_format_is_told_from_its_first_bytes(string beginning, ImageFormat format)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(beginning);
        Assert.Equal(format, ImageDecoder.Identify(bytes));
        // However short the file, identifying it does not fail.
        for (int length = 0; length < bytes.Length; length++)
            ImageDecoder.Identify(bytes.AsSpan(0, length));
    }

    [Theory]
    [InlineData("RIFF\u0010\0\0\0WEBPVP8 ", "WebP is not supported")]
    [InlineData("II*\0", "TIFF is not supported")]
    [InlineData("\0\0\0\u0018ftypheic\0\0\0\0mif1heic", "HEIC is not supported")]
    [InlineData("\0\0\0\u0018ftypavif\0\0\0\0mif1miaf", "AVIF is not supported")]
    [InlineData("hello", "not an image that MLResNet recognises")]
    [InlineData("", "empty")]
    public void What_cannot_be_decoded_is_refused_by_name(string content, string reason)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(content);
        Assert.Contains(reason, HostileImages.Refusal(bytes), StringComparison.Ordinal);

        string path = Write("photo.jpg", bytes);
        string message = Assert.Throws<ImageFormatException>(() => ImageDecoder.DecodeFile(path)).Message;
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Png", "rgb-8.png")]
    [InlineData("Bmp", "info-24.bmp")]
    [InlineData("Gif", "bits-6.gif")]
    public void The_extension_plays_no_part(string format, string name)
    {
        string path = Write("photo.webp", DecodedFixture.Bytes(format, name));
        Assert.Equal(DecodedFixture.Expected(format, name).Pixels, ImageDecoder.DecodeFile(path).Pixels);
    }

    [Fact]
    public void A_jpeg_is_decoded_whatever_its_extension()
    {
        var grey = new RgbImage(24, 17);
        grey.Pixels.AsSpan().Fill(128);
        RgbImage decoded = ImageDecoder.DecodeFile(Write("photo.png", JpegEncoder.Encode(grey)));
        Assert.Equal((24, 17), (decoded.Width, decoded.Height));
        Assert.All(decoded.Pixels, sample => Assert.InRange(sample, 127, 129));
    }

    [Fact]
    public void A_file_over_the_byte_limit_is_refused_before_it_is_read()
    {
        string path = Path.Combine(_folder, "large.png");
        using (FileStream file = File.Create(path))
            file.SetLength(1L << 32);
        var options = new DecodeOptions { MaxBytes = 1 << 30 };
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Assert.Throws<ImageFormatException>(() => ImageDecoder.DecodeFile(path, options)).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.Contains("limit", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_limits_are_the_last_values_that_are_let_through()
    {
        byte[] file = DecodedFixture.Bytes("Png", "rgb-8.png");
        int pixels = DecodedFixture.Expected("Png", "rgb-8.png").Pixels.Length / 3;
        ImageDecoder.Decode(file, new DecodeOptions { MaxBytes = file.Length, MaxPixels = pixels });
        Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file, new DecodeOptions { MaxBytes = file.Length - 1 }));
        Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file, new DecodeOptions { MaxPixels = pixels - 1 }));
    }

    [Fact]
    public void A_path_that_cannot_be_read_is_reported_like_a_bad_image()
    {
        string missing = Path.Combine(_folder, "missing.png");
        string inMissingFolder = Path.Combine(_folder, "no", "folder.png");
        foreach (string path in new[] { missing, inMissingFolder, _folder, "a\0b", "" })
        {
            string message = Assert.Throws<ImageFormatException>(() => ImageDecoder.DecodeFile(path)).Message;
            Assert.StartsWith(path + ": ", message, StringComparison.Ordinal);
        }
    }

    private string Write(string name, byte[] content)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
