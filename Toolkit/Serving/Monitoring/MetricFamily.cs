using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace MLResNet.Serving.Monitoring;

/// <summary>What an instrument has measured, a series for each set of tags. Thread-safe.</summary>
/// <param name="name">As Prometheus has it: unit and kind at its end.</param>
/// <param name="help">What it measures.</param>
/// <param name="kind">What Prometheus takes it for.</param>
/// <param name="bounds">Of a histogram the upper ends of its buckets, rising, the last one, infinity, left out.</param>
internal sealed class MetricFamily(string name, string help, MetricKind kind, IReadOnlyList<double> bounds)
{
    private readonly ConcurrentDictionary<string, Series> _series = new(StringComparer.Ordinal);

    public string Name => name;

    /// <summary>The family of an instrument, named as OpenTelemetry's exporters name it.</summary>
    public static MetricFamily Of(Instrument instrument)
    {
        (MetricKind kind, IReadOnlyList<double> bounds) = instrument switch
        {
            Histogram<double> histogram => (MetricKind.Histogram, histogram.Advice?.HistogramBucketBoundaries ?? []),
            Histogram<int> histogram => (MetricKind.Histogram, [.. histogram.Advice?.HistogramBucketBoundaries?.Select(b => (double)b) ?? []]),
            Counter<long> => (MetricKind.Counter, []),
            _ => (MetricKind.Gauge, (IReadOnlyList<double>)[]),
        };
        string unit = instrument.Unit == "s" ? "_seconds" : ""; // units in braces only annotate
        string total = kind == MetricKind.Counter ? "_total" : "";
        return new MetricFamily(Identifier(instrument.Name) + unit + total, instrument.Description ?? "", kind, bounds);
    }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Series series = _series.GetOrAdd(Labels(tags), static (_, buckets) => new Series(buckets), bounds.Count + 1);
        lock (series)
        {
            series.Count++;
            series.Sum += value;
            if (kind == MetricKind.Histogram)
                series.Buckets[BucketOf(value)]++;
        }
    }

    /// <summary>Writes the lines of all series.</summary>
    public void Write(TextWriter text)
    {
        text.Write($"# HELP {name} {Escape(help, quotes: false)}\n");
        text.Write($"# TYPE {name} {kind switch { MetricKind.Counter => "counter", MetricKind.Gauge => "gauge", _ => "histogram" }}\n");
        foreach ((string labels, Series series) in _series.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            lock (series)
            {
                if (kind == MetricKind.Histogram)
                    WriteHistogram(text, labels, series);
                else
                    WriteSample(text, name, labels, series.Sum);
            }
        }
    }

    private void WriteHistogram(TextWriter text, string labels, Series series)
    {
        long soFar = 0; // a bucket counts what the ones before it do
        for (int i = 0; i <= bounds.Count; i++)
        {
            soFar += series.Buckets[i];
            string end = i < bounds.Count ? Number(bounds[i]) : "+Inf";
            WriteSample(text, $"{name}_bucket", $"{labels}{(labels.Length > 0 ? "," : "")}le=\"{end}\"", soFar);
        }
        WriteSample(text, $"{name}_sum", labels, series.Sum);
        WriteSample(text, $"{name}_count", labels, series.Count);
    }

    private static void WriteSample(TextWriter text, string name, string labels, double value) =>
        text.Write(labels.Length == 0 ? $"{name} {Number(value)}\n" : $"{name}{{{labels}}} {Number(value)}\n");

    private int BucketOf(double value)
    {
        int bucket = 0;
        while (bucket < bounds.Count && value > bounds[bucket])
            bucket++;
        return bucket;
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach ((string key, object? value) in tags)
        {
            string said = Escape(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", quotes: true);
            text.Append(text.Length > 0 ? "," : "").Append(Identifier(key)).Append("=\"").Append(said).Append('"');
        }
        return text.ToString();
    }

    private static string Identifier(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    private static string Escape(string text, bool quotes)
    {
        string escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>What was measured with one set of tags; guarded by itself.</summary>
    private sealed class Series(int buckets)
    {
        public long Count { get; set; }

        public double Sum { get; set; }

        public long[] Buckets { get; } = new long[buckets];
    }
}
