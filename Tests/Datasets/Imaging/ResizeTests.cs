using System.Security.Cryptography;
using MLResNet.Imaging;

namespace MLResNet.Datasets.Tests.Imaging;

public class ResizeTests
{
    private static readonly string FixtureFile = Path.Join(AppContext.BaseDirectory, "Imaging", "Fixtures", "pillow-resize.txt");

    private static readonly string[][] Fixtures = [.. File.ReadLines(FixtureFile).Select(line => line.Split(' '))];

    public static TheoryData<string, int, int, int, int, string, string> Resizes => Of("resize");

    public static TheoryData<string, int, int, int, int, string, string> Crops => Of("crop");

    [Theory]
    [MemberData(nameof(Resizes))]
    public void The_pixels_are_Pillows(string filter, int width, int height, int toWidth, int toHeight, string box, string hash)
    {
        float[] edges = [.. box.Split(',').Select(float.Parse)];
        var from = new CropBox(edges[0], edges[1], edges[2], edges[3]);
        RgbImage image = Noise.Image(width, height);
        Assert.Equal(hash, Hash(Resize.To(image, toWidth, toHeight, Enum.Parse<Interpolation>(filter), from).Pixels));
    }

    [Theory]
    [MemberData(nameof(Crops))]
    public void The_middle_is_torchvisions(string filter, int width, int height, int shortSide, int size, string box, string hash)
    {
        Assert.Equal("-", box);
        var preprocessing = new ImagePreprocessing
        {
            Size = size,
            ResizeShortSide = shortSide,
            Interpolation = Enum.Parse<Interpolation>(filter),
            Mean = [0, 0, 0],
            Std = [1 / 255f, 1 / 255f, 1 / 255f],
        };
        float[] output = preprocessing.Apply(Noise.Image(width, height));
        Assert.Equal(hash, Hash(Array.ConvertAll(output, value => (byte)MathF.Round(value))));
    }

    [Theory]
    [InlineData(0, 0, 0, 5)]
    [InlineData(-1, 0, 5, 5)]
    [InlineData(0, 0, 11, 5)]
    [InlineData(0, 5, 5, 4)]
    [InlineData(float.NaN, 0, 5, 5)]
    public void A_box_that_is_empty_or_reaches_outside_is_refused(float left, float top, float right, float bottom) =>
        Assert.Throws<ArgumentException>(() => Resize.Area(new RgbImage(10, 8), 4, 4, new CropBox(left, top, right, bottom)));

    [Fact]
    public void Halving_by_area_is_the_mean_of_four_pixels()
    {
        RgbImage image = Noise.Image(16, 12);
        RgbImage half = Resize.Area(image, 8, 6);
        for (int i = 0; i < half.Pixels.Length; i++)
        {
            int x = i / 3 % 8, y = i / 24, c = i % 3;
            double mean = (image.Row(2 * y)[6 * x + c] + image.Row(2 * y)[6 * x + 3 + c]
                + image.Row(2 * y + 1)[6 * x + c] + image.Row(2 * y + 1)[6 * x + 3 + c]) / 4.0;
            Assert.InRange(half.Pixels[i], mean - 0.75, mean + 1);
        }
    }

    private static string Hash(byte[] pixels) => Convert.ToHexStringLower(SHA256.HashData(pixels));

    private static TheoryData<string, int, int, int, int, string, string> Of(string kind)
    {
        var data = new TheoryData<string, int, int, int, int, string, string>();
        foreach (string[] f in Fixtures.Where(f => f[0] == kind))
            data.Add(f[1], int.Parse(f[2]), int.Parse(f[3]), int.Parse(f[4]), int.Parse(f[5]), f[6], f[7]);
        return data;
    }
}
