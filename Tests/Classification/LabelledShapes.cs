using MLResNet.Formats.Png;
using MLResNet.Imaging;

namespace MLResNet.Classification.Tests;

/// <summary>
/// Pictures on which any of a red cross, a green disc and blue stripes lie, each in a third of its own, and a manifest of what is
/// on each: none, one, two or all three.
/// </summary>
internal sealed class LabelledShapes : IDisposable
{
    private const int Size = 40, Third = 13;

    /// <param name="images">How many pictures.</param>
    /// <param name="seed">What is on them.</param>
    /// <param name="mostLabels">How many shapes there are on a picture at most.</param>
    public LabelledShapes(int images, int seed = 1, int mostLabels = 3)
    {
        var random = new Random(seed);
        List<string> rows = ["path,labels"];
        for (int i = 0; i < images; i++)
        {
            string[] kinds = [.. ShapeFolder.Kinds.Where(_ => random.Next(2) == 0).Take(mostLabels)];
            File.WriteAllBytes(Path.Combine(_root, $"{i:000}.png"), PngEncoder.Encode(Draw(kinds, random)));
            rows.Add($"{i:000}.png,{string.Join('|', kinds)}");
        }
        File.WriteAllLines(Manifest, rows);
    }

    private readonly string _root = Directory.CreateTempSubdirectory("mlresnet-").FullName;

    /// <summary>The manifest.</summary>
    public string Manifest => Path.Combine(_root, "labels.csv");

    public ImageFolder Open() => ImageFolder.Open(Manifest, new ImageFolderOptions { MultiLabel = true });

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static RgbImage Draw(string[] kinds, Random random)
    {
        var image = new RgbImage(Size, Size);
        int back = random.Next(60, 160);
        for (int i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = (byte)(back + random.Next(-12, 13));
        foreach (string kind in kinds)
        {
            int channel = Array.IndexOf(ShapeFolder.Kinds, kind), top = channel * Third + random.Next(2), left = random.Next(Size - 24);
            for (int y = 0; y < Third - 1; y++)
            {
                for (int x = 0; x < 24; x++)
                {
                    bool inside = kind switch
                    {
                        "cross" => Math.Abs(y - 6) < 2 || Math.Abs(x - 12) < 3,
                        "disc" => (y - 6) * (y - 6) * 4 + (x - 12) * (x - 12) < 140,
                        _ => y % 4 < 2,
                    };
                    for (int other = 0; inside && other < 3; other++)
                        image.Pixels[((top + y) * Size + left + x) * 3 + other] = (byte)(other == channel ? 230 : 30);
                }
            }
        }
        return image;
    }
}
