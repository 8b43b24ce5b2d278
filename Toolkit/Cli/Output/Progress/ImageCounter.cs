using System.Diagnostics;
using MLResNet.SampleData;

namespace MLResNet.Cli.Output.Progress;

/// <summary>Counts images that are done and shows count, pace and time left; from any thread.</summary>
internal sealed class ImageCounter(ProgressDisplay display, string activity, int total)
    : IProgress<int>, IProgress<SampleDataProgress>
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _done;

    /// <summary>One more is done.</summary>
    public void Add() => Report(Interlocked.Increment(ref _done));

    /// <summary>So many are done.</summary>
    public void Report(int value) => display.Update((double)value / Math.Max(total, 1), () => Text(value));

    /// <summary>So many are drawn.</summary>
    public void Report(SampleDataProgress value) => Report(value.Written);

    private string Text(int done)
    {
        double perSecond = Math.Max(done, 1) / Math.Max(_watch.Elapsed.TotalSeconds, 1e-3);
        var left = TimeSpan.FromSeconds((total - done) / perSecond);
        return $"{activity} {done}/{total}  {perSecond:0} images/s  left {Figure.Duration(left)}";
    }
}
