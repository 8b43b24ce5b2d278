using System.Diagnostics;
using System.Diagnostics.Metrics;
using MLResNet.Hosting.Monitoring;

namespace MLResNet.Serving.Monitoring;

/// <summary>The instruments of the meter <see cref="MeterName"/>, named as OpenTelemetry names things.</summary>
internal sealed class ServingMetrics
{
    /// <summary>The name of the meter whose instruments count and time requests.</summary>
    public const string MeterName = "MLResNet.Serving";

    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30],
    };

    private static readonly InstrumentAdvice<int> BatchSizes = new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64] };

    private readonly Histogram<double> _duration;
    private readonly UpDownCounter<long> _active;
    private readonly UpDownCounter<long> _waiting;
    private readonly Histogram<int> _batch;

    /// <param name="factory">Gives the meter, the same one to all endpoints; null where the program has none.</param>
    public ServingMetrics(IMeterFactory? factory)
    {
        Meter meter = factory?.Create(MeterName) ?? Shared.Meter;
        _duration = meter.CreateHistogram(
            "mlresnet.request.duration", "s", "Time from a request's arrival to its answer.", tags: null, Durations);
        _active = meter.CreateUpDownCounter<long>("mlresnet.request.active", "{request}", "Requests that are received or worked on.");
        _waiting = meter.CreateUpDownCounter<long>("mlresnet.queue.length", "{image}", "Images that wait until they are decoded.");
        _batch = meter.CreateHistogram(
            "mlresnet.batch.size", "{image}", "Images that go through the network together.", tags: null, BatchSizes);
    }

    /// <summary>A request has come; gives the time, for <see cref="Ended"/>.</summary>
    public long Began(string model, string operation)
    {
        _active.Add(1, PredictionMetrics.NameTag(model), Operation(operation));
        return Stopwatch.GetTimestamp();
    }

    /// <summary>A request has been answered, or its client has gone (status 499).</summary>
    public void Ended(string model, string operation, int status, long start)
    {
        _active.Add(-1, PredictionMetrics.NameTag(model), Operation(operation));
        _duration.Record(
            Stopwatch.GetElapsedTime(start).TotalSeconds, PredictionMetrics.NameTag(model), Operation(operation),
            new("http.response.status_code", status));
    }

    /// <summary>So many more images wait, or fewer.</summary>
    public void Waiting(string model, int change) => _waiting.Add(change, PredictionMetrics.NameTag(model));

    /// <summary>Images go through the network together.</summary>
    public void Batch(string model, int images) => _batch.Record(images, PredictionMetrics.NameTag(model));

    private static KeyValuePair<string, object?> Operation(string operation) => new("mlresnet.operation", operation);

    /// <summary>Made only where nobody else owns one.</summary>
    private static class Shared
    {
        public static readonly Meter Meter = new(MeterName);
    }
}
