using MLResNet.Cli.Benchmarks;
using MLResNet.Engine;

namespace MLResNet.Cli.Output.Documents;

/// <summary><c>bench inference --format json</c> and <c>bench training --format json</c>.</summary>
internal sealed record NetworkBenchmarkDocument
{
    public required string Kind { get; init; }

    public required string Arch { get; init; }

    public required int Batch { get; init; }

    public required int Size { get; init; }

    public required int Threads { get; init; }

    public int Callers { get; init; } = 1;

    public required string Isa { get; init; }

    public required int Runs { get; init; }

    public required double ImagesPerSecond { get; init; }

    public required double Milliseconds { get; init; }

    public required double Gflops { get; init; }

    public required double FmaPeakGflops { get; init; }

    public required double FractionOfPeak { get; init; }

    public double LoadMs { get; init; }

    public required double FirstMs { get; init; }

    public required long AllocatedBytes { get; init; }

    public required double WorkingSetMb { get; init; }

    /// <summary>Layer by layer; null where it was not asked for.</summary>
    public IReadOnlyList<LayerBenchmarkDocument>? Layers { get; init; }

    /// <param name="operations">Of a run, by the network's definition.</param>
    public static NetworkBenchmarkDocument From(
        NetworkWorkload work, string kind, InstructionSet isa, Measurement measured, double operations, double peak)
    {
        double gflops = operations * measured.RunsPerSecond / 1e9;
        return new NetworkBenchmarkDocument
        {
            Kind = kind,
            Arch = work.Spec.Id,
            Batch = work.Batch,
            Size = work.Size,
            Threads = work.Compute.Threads,
            Isa = NetworkOptions.NameOf(isa),
            Runs = measured.Runs,
            ImagesPerSecond = work.Batch * measured.RunsPerSecond,
            Milliseconds = measured.MedianSeconds * 1e3,
            Gflops = gflops,
            FmaPeakGflops = peak,
            FractionOfPeak = gflops / peak,
            FirstMs = measured.FirstSeconds * 1e3,
            AllocatedBytes = measured.AllocatedBytes,
            WorkingSetMb = Environment.WorkingSet / 1e6,
        };
    }
}
