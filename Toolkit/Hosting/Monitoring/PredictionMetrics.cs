using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace MLResNet.Hosting.Monitoring;

/// <summary>
/// The instruments of the meter <see cref="HostedImageClassifier.MeterName"/>, named as OpenTelemetry names things.
/// </summary>
internal sealed class PredictionMetrics : IDisposable
{
    /// <summary>What the tag of a model's name says of the one that has none.</summary>
    private const string NoName = "default";

    // Seconds: from what a small network takes for a small picture up to what nobody waits for.
    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 10],
    };

    private readonly Meter? _own;
    private readonly Counter<long> _predictions;
    private readonly Counter<long> _failures;
    private readonly UpDownCounter<long> _active;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _reloads;
    private readonly Counter<long> _reloadFailures;

    /// <param name="factory">Owns the meter; null where the program has none, and this owns it.</param>
    public PredictionMetrics(IMeterFactory? factory)
    {
        Meter meter = factory?.Create(HostedImageClassifier.MeterName) ?? (_own = new Meter(HostedImageClassifier.MeterName));
        _predictions = meter.CreateCounter<long>(
            "mlresnet.predictions", "{prediction}", "Predictions that have ended, failed ones included.");
        _failures = meter.CreateCounter<long>("mlresnet.prediction.failures", "{failure}", "Predictions that have failed.");
        _active = meter.CreateUpDownCounter<long>("mlresnet.prediction.active", "{prediction}", "Predictions under way.");
        _duration = meter.CreateHistogram(
            "mlresnet.prediction.duration", "s", "Time that a prediction takes, decoding included.", tags: null, Durations);
        _reloads = meter.CreateCounter<long>("mlresnet.model.reloads", "{reload}", "Changed model files that have taken over.");
        _reloadFailures = meter.CreateCounter<long>(
            "mlresnet.model.reload.failures", "{failure}", "Changed model files that could not be loaded.");
    }

    /// <summary>A prediction begins; gives the time, for <see cref="Ended"/>.</summary>
    public long Began(string model)
    {
        _active.Add(1, NameTag(model));
        return Stopwatch.GetTimestamp();
    }

    /// <summary>A prediction has ended, well or with an error.</summary>
    public void Ended(string model, long start, Exception? error)
    {
        KeyValuePair<string, object?> name = NameTag(model);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        _active.Add(-1, name);
        _predictions.Add(1, name);
        if (error is null)
        {
            _duration.Record(seconds, name);
            return;
        }
        _duration.Record(seconds, name, TypeTag(error));
        _failures.Add(1, name, TypeTag(error));
    }

    /// <summary>A changed file has taken over, or could not be loaded.</summary>
    public void Reloaded(string model, Exception? error)
    {
        if (error is null)
            _reloads.Add(1, NameTag(model));
        else
            _reloadFailures.Add(1, NameTag(model), TypeTag(error));
    }

    public void Dispose() => _own?.Dispose();

    /// <summary>The tag that tells models apart.</summary>
    internal static KeyValuePair<string, object?> NameTag(string model) => new("mlresnet.model.name", model.Length == 0 ? NoName : model);

    private static KeyValuePair<string, object?> TypeTag(Exception error) => new("error.type", error.GetType().FullName);
}
