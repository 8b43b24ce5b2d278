using System.Diagnostics;
using System.Globalization;
using MLResNet.Backbones;
using MLResNet.Cli.Output;
using MLResNet.Cli.Output.Progress;

namespace MLResNet.Cli.Backbones;

/// <summary>Shows a download: a bar with its pace, and a line that stays for all that is out of the ordinary.</summary>
internal sealed class DownloadDisplay(ProgressDisplay display) : IProgress<DownloadProgress>
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private DownloadStage? _stage;
    private long _start;

    public void Report(DownloadProgress value)
    {
        if (value.Stage != _stage)
            Announce(value);
        double fraction = value.TotalBytes is > 0 and { } total ? Math.Min(1, (double)value.BytesReceived / total) : 0;
        TimeSpan elapsed = _watch.Elapsed;
        long start = _start;
        display.Update(fraction, () => value.Stage == DownloadStage.Receiving ? Pace(value, start, elapsed) : Words(value.Stage));
    }

    private void Announce(DownloadProgress value)
    {
        if (value.Stage == DownloadStage.Receiving)
        {
            _start = value.BytesReceived;
            _watch.Restart();
            if (_stage is null && _start > 1 << 16)
                display.WriteLine($"going on after {Figure.Megabytes(_start)}");
        }
        else
        {
            display.WriteLine(Words(value.Stage));
        }
        _stage = value.Stage;
    }

    private static string Words(DownloadStage stage) => stage switch
    {
        DownloadStage.Waiting => "another program is downloading it; waiting for that",
        DownloadStage.Retrying => "the connection failed; trying again",
        _ => "checking and converting",
    };

    private static string Pace(DownloadProgress value, long start, TimeSpan elapsed)
    {
        double perSecond = (value.BytesReceived - start) / Math.Max(elapsed.TotalSeconds, 1e-3);
        string pace = string.Create(CultureInfo.InvariantCulture, $"{perSecond / 1e6:0.0} MB/s");
        if (value.TotalBytes is not { } total)
            return $"{Figure.Megabytes(value.BytesReceived)}  {pace}";
        string left = perSecond > 0 ? $"  left {Figure.Duration(TimeSpan.FromSeconds((total - value.BytesReceived) / perSecond))}" : "";
        return $"{Figure.Megabytes(value.BytesReceived)} of {Figure.Megabytes(total)}  {pace}{left}";
    }
}
