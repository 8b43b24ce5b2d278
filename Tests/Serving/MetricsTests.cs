using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.RegularExpressions;
using MLResNet.Hosting.Tests;
using MLResNet.Serving.Monitoring;

namespace MLResNet.Serving.Tests;

public sealed partial class MetricsTests : IDisposable
{
    private readonly ModelFiles _files = new();

    public MetricsTests() => _files.WriteInPlace(1);

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task The_text_is_well_formed_and_counts_what_happened()
    {
        await using Server server = await Server.StartAsync(_files);
        await server.ClassifyAsync(Server.Image(ModelFiles.Pictures[0]));
        await server.ClassifyAsync(Server.Form(("a.png", ModelFiles.Pictures[1]), ("b.png", [1, 2, 3])));
        await server.Client.PostAsync("/classify", new StringContent("no image"));

        using HttpResponseMessage response = await server.Client.GetAsync("/metrics");
        string[] lines = (await response.Content.ReadAsStringAsync()).Split('\n');

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Empty(lines[^1]); // the last line ends as well
        Dictionary<string, string> types = [];
        foreach (string line in lines[..^1])
        {
            if (TypeLine().Match(line) is { Success: true } type)
            {
                Assert.True(types.TryAdd(type.Groups[1].Value, type.Groups[2].Value), line);
                continue;
            }
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
                continue;
            Match sample = SampleLine().Match(line);
            Assert.True(sample.Success, line);
            string family = types.Keys.Last();
            Assert.Equal(family, types[family] == "histogram" ? SuffixOfHistogram().Replace(sample.Groups[1].Value, "") : sample.Groups[1].Value);
        }
        Assert.Equal(3, await server.MetricAsync("mlresnet_predictions_total"));
        Assert.Equal(1, await server.MetricAsync("mlresnet_prediction_failures_total", "ImageFormatException"));
        Assert.Equal(2, await server.MetricAsync("mlresnet_request_duration_seconds_count", "http_response_status_code=\"200\""));
        Assert.Equal(1, await server.MetricAsync("mlresnet_request_duration_seconds_count", "http_response_status_code=\"415\""));
        Assert.Equal("counter", types["mlresnet_predictions_total"]);
        Assert.Equal("gauge", types["mlresnet_queue_length"]);
        Assert.Equal("histogram", types["mlresnet_batch_size"]);
    }

    [Fact]
    public void A_histogram_counts_in_each_bucket_all_up_to_its_end_and_escapes_what_names_say()
    {
        using var meter = new Meter("test");
        Histogram<double> histogram = meter.CreateHistogram(
            "some.time", "s", "Line one,\nline \\ two.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 2] });
        MetricFamily family = MetricFamily.Of(histogram);
        foreach (double seconds in new[] { 0.25, 0.5, 1, 8 })
            family.Record(seconds, [new("model.name", "a \"b\"\\\n")]);

        var text = new StringWriter(CultureInfo.InvariantCulture);
        family.Write(text);

        const string Labels = """model_name="a \"b\"\\\n" """;
        string name = Labels.TrimEnd();
        Assert.Equal(
            $$"""
            # HELP some_time_seconds Line one,\nline \\ two.
            # TYPE some_time_seconds histogram
            some_time_seconds_bucket{{{name}},le="0.5"} 2
            some_time_seconds_bucket{{{name}},le="2"} 3
            some_time_seconds_bucket{{{name}},le="+Inf"} 4
            some_time_seconds_sum{{{name}}} 9.75
            some_time_seconds_count{{{name}}} 4

            """.ReplaceLineEndings("\n"),
            text.ToString());
    }

    [GeneratedRegex("^# TYPE ([a-z_]+) (counter|gauge|histogram)$")]
    private static partial Regex TypeLine();

    [GeneratedRegex("""^([a-z_]+)(?:\{[a-z_]+="(?:[^"\\]|\\["\\n])*"(?:,[a-z_]+="(?:[^"\\]|\\["\\n])*")*\})? [0-9.E+-]+$""")]
    private static partial Regex SampleLine();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex SuffixOfHistogram();
}
