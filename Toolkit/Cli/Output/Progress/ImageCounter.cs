using System.Diagnostics;

namespace MLResNet.Cli.Output.Progress;

/// <summary>Counts images that are done and shows count, pace and time left.</summary>
internal sealed class ImageCounter(ProgressDisplay display, string activity, int total)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _done;

    /// <summary>One more is done; from any thread.</summary>
    public void Add()
    {
        int done = Interlocked.Increment(ref _done);
        display.Update((double)done / Math.Max(total, 1), () => Text(done));
    }

    private string Text(int done)
    {
        double perSecond = done / Math.Max(_watch.Elapsed.TotalSeconds, 1e-3);
        return $"{activity} {done}/{total}  {perSecond:0} images/s  left {Duration.Text(TimeSpan.FromSeconds((total - done) / perSecond))}";
    }
}
