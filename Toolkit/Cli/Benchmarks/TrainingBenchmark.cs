using System.Diagnostics;
using MLResNet.Cli.Output.Documents;
using MLResNet.Engine.Networks;
using MLResNet.Engine.Training;

namespace MLResNet.Cli.Benchmarks;

/// <summary>Measures training steps: forward, backward, update by SGD with momentum.</summary>
internal static class TrainingBenchmark
{
    // Forward; backward, the gradients of the maps and those of the weights take as much each.
    private const int Passes = 3;

    // Too short a step to change what is computed, whatever the noise teaches.
    private const double LearningRate = 1e-4;

    public static NetworkBenchmarkDocument Run(NetworkWorkload work, CancellationToken cancellation)
    {
        NetworkParameters parameters = NetworkParameters.Initialize(work.Spec, seed: 1);
        long start = Stopwatch.GetTimestamp();
        using NetworkTrainer trainer = new(work.Spec, parameters, new TrainerOptions { Compute = work.Compute });
        TimeSpan load = Stopwatch.GetElapsedTime(start);
        float[] pixels = work.Pixels();
        int[] labels = [.. Enumerable.Range(0, work.Batch).Select(image => image % work.Spec.Classes)];
        double peak = work.PeakGflops();
        Measurement measured = Measurement.Of(() => trainer.Step(pixels, labels, work.Size, work.Size, LearningRate), work.Time, cancellation);
        peak = Math.Max(peak, work.PeakGflops());
        return NetworkBenchmarkDocument.From(work, "training", trainer.InstructionSet, measured, Passes * work.Operations, peak) with
        {
            LoadMs = load.TotalMilliseconds,
        };
    }
}
