namespace MLResNet.Cli.Output.Progress;

/// <summary>Progress for a pipe or a log: a line at most every half minute.</summary>
internal sealed class PlainProgress(TextWriter error) : ProgressDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private long _last = Environment.TickCount64;

    public override void Update(double fraction, Func<string> text)
    {
        lock (_lock)
        {
            if (Environment.TickCount64 - _last >= Interval.TotalMilliseconds)
                Write(text());
        }
    }

    public override void WriteLine(string line)
    {
        lock (_lock)
            Write(line);
    }

    private void Write(string line)
    {
        error.WriteLine(Printable.Text(line));
        _last = Environment.TickCount64;
    }
}
