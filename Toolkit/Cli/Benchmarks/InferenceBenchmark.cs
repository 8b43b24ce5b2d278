using System.Diagnostics;
using System.Runtime.CompilerServices;
using MLResNet.Cli.Output.Documents;
using MLResNet.Engine.Inference;
using MLResNet.Engine.Networks;

namespace MLResNet.Cli.Benchmarks;

/// <summary>Measures predictions.</summary>
internal static class InferenceBenchmark
{
    /// <param name="work">The network and how it is run.</param>
    /// <param name="callers">Threads that predict at once through one plan, each a batch of its own.</param>
    /// <param name="layers">Whether to measure layer by layer as well.</param>
    /// <param name="cancellation">Stops it.</param>
    public static NetworkBenchmarkDocument Run(NetworkWorkload work, int callers, bool layers, CancellationToken cancellation)
    {
        using InferencePlan plan = Load(work, out TimeSpan load);
        // The parameters are packed; what they were made from is garbage, and not to be counted as the network's memory.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        float[] pixels = work.Pixels();
        double peak = work.PeakGflops();
        Action[] runs = [.. Enumerable.Range(0, callers).Select(_ => Caller())];
        Measurement measured = Measurement.Of(runs, work.Time, cancellation);
        peak = Math.Max(peak, work.PeakGflops());
        return NetworkBenchmarkDocument.From(work, "inference", plan.InstructionSet, measured, work.Operations, peak) with
        {
            Callers = callers,
            LoadMs = load.TotalMilliseconds,
            Layers = layers ? Layers(measured.MedianSeconds) : null,
        };

        LayerBenchmarkDocument[] Layers(double secondsARun)
        {
            int count = work.Time.Runs ?? (int)Math.Clamp(work.Time.Seconds / secondsARun, 3, 1000);
            return [.. plan.Profile(pixels, work.Batch, work.Size, work.Size, count).Select(step => LayerBenchmarkDocument.From(step, peak))];
        }

        Action Caller()
        {
            float[] logits = new float[work.Batch * work.Spec.Classes];
            return () => plan.Run(pixels, work.Batch, work.Size, work.Size, logits);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // so that nothing holds the parameters when it returns
    private static InferencePlan Load(NetworkWorkload work, out TimeSpan time)
    {
        NetworkParameters parameters = NetworkParameters.Initialize(work.Spec, seed: 1, zeroLastScale: false);
        long start = Stopwatch.GetTimestamp();
        InferencePlan plan = InferencePlan.Create(work.Spec, parameters, work.Compute);
        time = Stopwatch.GetElapsedTime(start);
        return plan;
    }
}
