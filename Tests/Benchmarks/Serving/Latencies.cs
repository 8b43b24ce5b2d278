namespace MLResNet.Benchmarks.Serving;

/// <summary>How long requests took. Thread-safe while they are added.</summary>
internal sealed class Latencies
{
    private readonly Lock _gate = new();
    private readonly List<double> _milliseconds = [];
    private double _seconds;

    /// <summary>Requests that were not answered, or not well; they have no time.</summary>
    public int Failures { get; private set; }

    /// <summary>Requests answered well a second.</summary>
    public double PerSecond => _milliseconds.Count / _seconds;

    public void Add(TimeSpan time, bool succeeded)
    {
        lock (_gate)
        {
            if (succeeded)
                _milliseconds.Add(time.TotalMilliseconds);
            else
                Failures++;
        }
    }

    /// <summary>The time that all of them together took.</summary>
    public void Took(TimeSpan time) => _seconds = time.TotalSeconds;

    /// <summary>The time in milliseconds that a share of the requests, 0 to 1, did not exceed.</summary>
    public double At(double share)
    {
        _milliseconds.Sort();
        return _milliseconds.Count == 0 ? double.NaN : _milliseconds[(int)Math.Ceiling(share * _milliseconds.Count) - 1];
    }
}
