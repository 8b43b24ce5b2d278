using MLResNet.Formats;
using MLResNet.Formats.Jpeg;
using MLResNet.Imaging;

namespace MLResNet.Pipelines.Tests.Photographs;

/// <summary>
/// A folder of what squares cut out of three photos show: parts of a cat, of a cup of coffee, of the launch of a rocket.
/// </summary>
public sealed class PhotoCuttings : IDisposable
{
    private const int Side = 112, PerPhoto = 16;

    public PhotoCuttings()
    {
        var random = new Random(1);
        foreach (string name in Names)
        {
            RgbImage photo = ImageDecoder.DecodeFile(Path.Combine(AppContext.BaseDirectory, "Photographs", $"{name}.jpg"));
            Directory.CreateDirectory(Path.Combine(Root, name));
            for (int i = 0; i < PerPhoto; i++)
            {
                RgbImage cutting = Crop.Rectangle(
                    photo, random.Next(photo.Width - Side + 1), random.Next(photo.Height - Side + 1), Side, Side);
                File.WriteAllBytes(Path.Combine(Root, name, $"{i:00}.jpg"), JpegEncoder.Encode(cutting));
            }
        }
    }

    public static IReadOnlyList<string> Names { get; } = ["cat", "coffee", "rocket"];

    public string Root { get; } = Directory.CreateTempSubdirectory("mlresnet-").FullName;

    /// <summary>A folder for what a test writes.</summary>
    public string Output { get; } = Directory.CreateTempSubdirectory("mlresnet-").FullName;

    public void Dispose()
    {
        Directory.Delete(Root, recursive: true);
        Directory.Delete(Output, recursive: true);
    }
}
