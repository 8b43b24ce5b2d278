namespace MLResNet.Cli.Output.Documents;

/// <summary><c>bench decode --format json</c>.</summary>
internal sealed record DecodingBenchmarkDocument
{
    public string Kind { get; } = "decode";

    public required int Images { get; init; }

    public required long Bytes { get; init; }

    public required int Size { get; init; }

    public required int Threads { get; init; }

    public required int Runs { get; init; }

    public required double ImagesPerSecond { get; init; }

    public required double ImagesPerSecondPerThread { get; init; }

    public required double MegapixelsPerSecond { get; init; }

    public required double MillisecondsPerImage { get; init; }
}
