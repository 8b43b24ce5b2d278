using System.Globalization;
using System.IO.Compression;
using MLResNet.Formats;
using MLResNet.Imaging;

namespace MLResNet.Datasets.Tests.Formats;

/// <summary>Fixture images and the pixels that the oracle scripts found in them.</summary>
internal static class DecodedFixture
{
    /// <summary>The folder of a format's fixtures in the test's output.</summary>
    public static string Folder(string format) => Path.Combine(AppContext.BaseDirectory, "Formats", format, "Fixtures");

    /// <summary>The names of a format's fixture images, in order.</summary>
    public static IEnumerable<string> Names(string format) => Directory.EnumerateFiles(Folder(format))
        .Select(path => Path.GetFileName(path))
        .Where(name => !name.EndsWith(".ppm.gz", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    /// <summary>The bytes of a fixture image.</summary>
    public static byte[] Bytes(string format, string name) => File.ReadAllBytes(Path.Combine(Folder(format), name));

    /// <summary>The pixels that stand beside a fixture image.</summary>
    public static RgbImage Expected(string format, string name)
    {
        string path = Path.Combine(Folder(format), Path.ChangeExtension(name, ".ppm.gz"));
        using var packed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        packed.CopyTo(unpacked);
        byte[] ppm = unpacked.ToArray();
        string[] lines = System.Text.Encoding.Latin1.GetString(ppm, 0, Math.Min(ppm.Length, 32)).Split('\n');
        int header = lines[0].Length + lines[1].Length + lines[2].Length + 3;
        int[] size = [.. lines[1].Split(' ').Select(side => int.Parse(side, CultureInfo.InvariantCulture))];
        return new RgbImage(size[0], size[1], ppm[header..]);
    }

    /// <summary>Decodes a fixture and asserts its size and that no sample is further than that from the oracle's.</summary>
    public static void AssertMatches(string format, string name, int tolerance)
    {
        RgbImage expected = Expected(format, name);
        RgbImage actual = ImageDecoder.Decode(Bytes(format, name));
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        for (int i = 0; i < expected.Pixels.Length; i++)
        {
            if (Math.Abs(expected.Pixels[i] - actual.Pixels[i]) > tolerance)
            {
                (int y, int x) = Math.DivRem(i / 3, expected.Width);
                Assert.Fail($"{name}: channel {i % 3} at ({x}, {y}) is {actual.Pixels[i]}, not {expected.Pixels[i]}.");
            }
        }
    }
}
