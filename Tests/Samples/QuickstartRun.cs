using MLResNet.Classification.Tests;

namespace MLResNet.Samples.Tests;

/// <summary>Photos, and the model that Samples/Quickstart makes of them, for the other samples to use.</summary>
public sealed class QuickstartRun : IDisposable
{
    private readonly ShapeFolder _shapes = new(imagesPerKind: 10);

    public QuickstartRun()
    {
        Photos = _shapes.Root;
        (ExitCode, Lines, Errors) = SampleProgram.Run("Quickstart", Output, Photos, Path.Combine(Photos, "disc", "000.png"));
    }

    public string Photos { get; }

    /// <summary>Where the sample ran.</summary>
    public string Output { get; } = Directory.CreateTempSubdirectory("mlresnet-").FullName;

    public string Model => Path.Combine(Output, "photos.mlresnet");

    public int ExitCode { get; }

    public IReadOnlyList<string> Lines { get; }

    public string Errors { get; }

    public void Dispose()
    {
        _shapes.Dispose();
        Directory.Delete(Output, recursive: true);
    }
}
