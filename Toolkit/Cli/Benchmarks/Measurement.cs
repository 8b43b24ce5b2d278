using System.Diagnostics;

namespace MLResNet.Cli.Benchmarks;

/// <summary>The times of many runs of one thing.</summary>
/// <param name="Runs">How many were measured, after the warm-up.</param>
/// <param name="MedianSeconds">What one took.</param>
/// <param name="RunsPerSecond">
/// One by the median; of several callers at once, all their runs by the time that they took together.
/// </param>
/// <param name="FirstSeconds">What the very first took, before the warm-up.</param>
/// <param name="AllocatedBytes">Managed memory that the whole process allocated during the measured runs.</param>
internal sealed record Measurement(int Runs, double MedianSeconds, double RunsPerSecond, double FirstSeconds, long AllocatedBytes)
{
    /// <summary>Measures one caller.</summary>
    public static Measurement Of(Action run, MeasuringTime time, CancellationToken cancellation)
    {
        long[] ticks = new long[time.MostRuns];
        double first = WarmUp(run, time, cancellation);
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        int runs = Repeat(run, time, ticks, cancellation);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        double median = Median(ticks.AsSpan(0, runs));
        return new Measurement(runs, median, 1 / median, first, allocated);
    }

    /// <summary>Measures several callers at once, each on a thread of its own.</summary>
    /// <param name="callers">What each runs.</param>
    public static Measurement Of(IReadOnlyList<Action> callers, MeasuringTime time, CancellationToken cancellation)
    {
        if (callers.Count == 1)
            return Of(callers[0], time, cancellation);
        long[][] ticks = [.. callers.Select(_ => new long[time.MostRuns])];
        int[] runs = new int[callers.Count];
        double[] first = new double[callers.Count];
        long start = 0, allocated = 0;
        using Barrier ready = new(callers.Count, _ =>
        {
            allocated = GC.GetTotalAllocatedBytes(precise: true);
            start = Stopwatch.GetTimestamp();
        });
        using Barrier done = new(callers.Count, _ => allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated);
        TimeSpan[] elapsed = new TimeSpan[callers.Count];
        Thread[] threads = [.. callers.Select((run, caller) => new Thread(() =>
        {
            first[caller] = WarmUp(run, time, cancellation: default);
            ready.SignalAndWait(CancellationToken.None);
            runs[caller] = Repeat(run, time, ticks[caller], cancellation: default);
            elapsed[caller] = Stopwatch.GetElapsedTime(start);
            done.SignalAndWait(CancellationToken.None);
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        cancellation.ThrowIfCancellationRequested();
        long[] all = [.. ticks.SelectMany((own, caller) => own.Take(runs[caller]))];
        return new Measurement(runs.Sum(), Median(all), runs.Sum() / elapsed.Max().TotalSeconds, first.Max(), allocated);
    }

    private static double WarmUp(Action run, MeasuringTime time, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        run();
        double first = Stopwatch.GetElapsedTime(start).TotalSeconds;
        for (int runs = 1; !time.IsWarm(runs, Stopwatch.GetElapsedTime(start)); runs++)
        {
            cancellation.ThrowIfCancellationRequested();
            run();
        }
        return first;
    }

    // Allocates nothing itself.
    private static int Repeat(Action run, MeasuringTime time, long[] ticks, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        int runs = 0;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            long from = Stopwatch.GetTimestamp();
            run();
            ticks[runs++] = Stopwatch.GetTimestamp() - from;
        }
        while (runs < ticks.Length && !time.IsOver(runs, Stopwatch.GetElapsedTime(start)));
        return runs;
    }

    private static double Median(Span<long> ticks)
    {
        ticks.Sort();
        return (ticks[(ticks.Length - 1) / 2] + ticks[ticks.Length / 2]) / 2.0 / Stopwatch.Frequency;
    }
}
