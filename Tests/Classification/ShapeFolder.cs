using MLResNet.Formats.Jpeg;
using MLResNet.Formats.Png;
using MLResNet.Imaging;

namespace MLResNet.Classification.Tests;

/// <summary>
/// A folder of drawn shapes, half PNG and half JPEG, a sub-folder for each kind; each kind leans towards a colour, so that it is
/// soon learnt.
/// </summary>
internal sealed class ShapeFolder : IDisposable
{
    public static readonly string[] Kinds = ["cross", "disc", "stripes"];

    private const int Size = 40;

    public ShapeFolder(int imagesPerKind, int seed = 1)
    {
        var random = new Random(seed);
        foreach (string kind in Kinds)
        {
            Directory.CreateDirectory(Path.Combine(Root, kind));
            for (int i = 0; i < imagesPerKind; i++)
            {
                RgbImage image = Draw(kind, random);
                string path = Path.Combine(Root, kind, $"{i:000}");
                if (i % 2 == 0)
                    File.WriteAllBytes(path + ".png", PngEncoder.Encode(image));
                else
                    File.WriteAllBytes(path + ".jpg", JpegEncoder.Encode(image));
            }
        }
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("mlresnet-").FullName;

    public ImageFolder Open() => ImageFolder.Open(Root);

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static RgbImage Draw(string kind, Random random)
    {
        var image = new RgbImage(Size, Size);
        double centreX = Size / 2.0 + random.NextDouble() * 6 - 3, centreY = Size / 2.0 + random.NextDouble() * 6 - 3;
        double radius = 9 + random.NextDouble() * 5;
        int[] front = [random.Next(60, 140), random.Next(60, 140), random.Next(60, 140)];
        front[Array.IndexOf(Kinds, kind)] += 110;
        int back = random.Next(40, 200);
        for (int y = 0; y < Size; y++)
        {
            for (int x = 0; x < Size; x++)
            {
                double dx = x - centreX, dy = y - centreY;
                bool inside = kind switch
                {
                    "cross" => Math.Max(Math.Abs(dx), Math.Abs(dy)) < radius && Math.Min(Math.Abs(dx), Math.Abs(dy)) < radius / 4,
                    "disc" => dx * dx + dy * dy < radius * radius,
                    _ => Math.Abs(dx) < radius && Math.Abs(dy) < radius && y % 6 < 3,
                };
                for (int channel = 0; channel < 3; channel++)
                {
                    int value = (inside ? front[channel] : back) + random.Next(-12, 13);
                    image.Pixels[(y * Size + x) * 3 + channel] = (byte)Math.Clamp(value, 0, 255);
                }
            }
        }
        return image;
    }
}
