using MLResNet.Classification.Tests;
using MLResNet.Engine.Networks;

namespace MLResNet.Pipelines.Tests;

/// <summary>Drawn shapes to learn from and others to test with, and a thin network of random weights as a backbone.</summary>
public sealed class Photos : IDisposable
{
    /// <summary>The side of the backbone's input.</summary>
    public const int Size = 32;

    private readonly ShapeFolder _train = new(imagesPerKind: 12);
    private readonly ShapeFolder _test = new(imagesPerKind: 6, seed: 2);
    private int _folders;
    private readonly string _home = Directory.CreateTempSubdirectory("mlresnet-").FullName;

    public Photos()
    {
        BackboneFile = Path.Combine(_home, "thin.mlresnet");
        ResNetSpec spec = RandomNetwork.Spec("basic-v2");
        using FileStream file = File.Create(BackboneFile);
        RandomNetwork.Package(spec, Size).Write(file);
    }

    public string BackboneFile { get; }

    public Backbone Backbone => Backbone.FromFile(BackboneFile);

    public string Train => _train.Root;

    public string Test => _test.Root;

    /// <summary>The training pictures, in the order of their paths.</summary>
    public string[] TrainPaths => [.. ImageFolder.Open(Train).Select(image => image.Path)];

    /// <summary>The test pictures, in the order of their paths.</summary>
    public string[] TestPaths => [.. ImageFolder.Open(Test).Select(image => image.Path)];

    /// <summary>A path for a file of a test's own.</summary>
    public string NewFile(string name) => Path.Combine(
        Directory.CreateDirectory(Path.Combine(_home, $"{Interlocked.Increment(ref _folders)}")).FullName, name);

    /// <summary>What the backbone as a library makes of pictures.</summary>
    public float[][] Embed(IEnumerable<string> paths)
    {
        using ImageClassifier model = ImageClassifier.Load(BackboneFile);
        return [.. paths.Select(path => model.Embed(path))];
    }

    public void Dispose()
    {
        _train.Dispose();
        _test.Dispose();
        Directory.Delete(_home, recursive: true);
    }
}
