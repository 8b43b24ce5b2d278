using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using MLResNet.Hosting;

namespace MLResNet.Serving.Monitoring;

/// <summary>
/// Keeps what the product's meters measure and writes it in the text format of Prometheus, version 0.0.4. Thread-safe.
/// </summary>
internal sealed class PrometheusExporter : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);

    /// <summary>Listens from now on.</summary>
    /// <param name="factory">Owns the meters to listen to; null for those that nobody owns.</param>
    public PrometheusExporter(IMeterFactory? factory)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            Meter meter = instrument.Meter;
            bool isOurs = meter.Name is HostedImageClassifier.MeterName or ServingMetrics.MeterName;
            if (isOurs && (factory is null || ReferenceEquals(meter.Scope, factory)))
            {
                MetricFamily family = MetricFamily.Of(instrument);
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(family.Name, family));
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.Start();
    }

    /// <summary>Writes what was measured so far, by name.</summary>
    public void Write(TextWriter text)
    {
        foreach (MetricFamily family in _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal))
            family.Write(text);
    }

    public void Dispose() => _listener.Dispose();
}
