using MLResNet.Classification.Tests;
using MLResNet.Engine.Networks;
using MLResNet.Formats.Png;
using MLResNet.Packaging;

namespace MLResNet.Hosting.Tests;

/// <summary>
/// A folder with a model file, small models that differ by their number to put there, and pictures to tell them apart.
/// </summary>
public sealed class ModelFiles : IDisposable
{
    private const int Size = 32;

    private static readonly ResNetSpec Spec = RandomNetwork.Spec("basic-v2");

    private readonly string _folder = Directory.CreateTempSubdirectory("mlresnet-").FullName;

    /// <summary>Encoded pictures of noise.</summary>
    public static IReadOnlyList<byte[]> Pictures { get; } =
        [.. Enumerable.Range(0, 3).Select(seed => PngEncoder.Encode(RandomNetwork.Picture(Size, seed)))];

    public string Path => InFolder("model.mlresnet");

    public string InFolder(string name) => System.IO.Path.Combine(_folder, name);

    /// <summary>The file of a model; the same number gives the same bytes. Its labels end in the number.</summary>
    public static byte[] Bytes(int number)
    {
        ModelPackage package = RandomNetwork.Package(Spec, Size);
        return (package with
        {
            Manifest = package.Manifest with { Labels = [.. package.Manifest.Labels.Select(label => $"{label} of {number}")] },
            Parameters = RandomNetwork.Parameters(Spec, number),
        }).ToBytes();
    }

    /// <summary>What a model, loaded by itself, says of the pictures.</summary>
    public static float[][] ScoresOf(int number)
    {
        using var stream = new MemoryStream(Bytes(number));
        using ImageClassifier model = ImageClassifier.Load(stream);
        return [.. Pictures.Select(picture => model.Predict(picture).ScoresInOrder.ToArray())];
    }

    /// <summary>Writes over the file where it stands.</summary>
    public void WriteInPlace(int number) => File.WriteAllBytes(Path, Bytes(number));

    /// <summary>Puts a new file in the place of the old one.</summary>
    public void Rename(int number)
    {
        string temporary = InFolder("model.tmp");
        File.WriteAllBytes(temporary, Bytes(number));
        File.Move(temporary, Path, overwrite: true);
    }

    /// <summary>Deletes the file and, after a while, makes one again.</summary>
    public async Task RecreateAsync(int number)
    {
        File.Delete(Path);
        await Task.Delay(20);
        WriteInPlace(number);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
