using MLResNet.Engine.Inference;

namespace MLResNet.Cli.Output.Documents;

/// <summary>A layer of <c>bench inference --layers --format json</c>.</summary>
internal sealed record LayerBenchmarkDocument
{
    public required string Name { get; init; }

    /// <summary>direct, winograd, pooling or elementwise.</summary>
    public required string Algorithm { get; init; }

    public required int Kernel { get; init; }

    public required int Stride { get; init; }

    /// <summary>Height, width, channels.</summary>
    public required IReadOnlyList<int> Input { get; init; }

    /// <summary>Height, width, channels.</summary>
    public required IReadOnlyList<int> Output { get; init; }

    public required double Milliseconds { get; init; }

    public required double Gflops { get; init; }

    public required double FractionOfPeak { get; init; }

    public required double MegabytesMoved { get; init; }

    public required double GigabytesPerSecond { get; init; }

    public static LayerBenchmarkDocument From(StepProfile step, double peak)
    {
        double gflops = 2 * step.MultiplyAdds / step.Seconds / 1e9;
        return new LayerBenchmarkDocument
        {
            Name = step.Name,
            Algorithm = SnakeCase.Of(step.Algorithm),
            Kernel = step.Kernel,
            Stride = step.Stride,
            Input = [step.Input.Height, step.Input.Width, step.Input.Channels],
            Output = [step.Output.Height, step.Output.Width, step.Output.Channels],
            Milliseconds = step.Seconds * 1e3,
            Gflops = gflops,
            FractionOfPeak = gflops / peak,
            MegabytesMoved = step.Bytes / 1e6,
            GigabytesPerSecond = step.Bytes / step.Seconds / 1e9,
        };
    }
}
