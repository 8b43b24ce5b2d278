using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using MLResNet.Formats;

namespace MLResNet.Hosting.Tests;

public sealed class MetricsTests : IDisposable
{
    private readonly ModelFiles _files = new();
    private readonly ConcurrentQueue<(string Name, double Value, Dictionary<string, object?> Tags)> _measured = [];

    public MetricsTests() => _files.WriteInPlace(1);

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Predictions_failures_durations_and_reloads_are_counted_by_model()
    {
        using var factory = new OneMeter();
        using var host = new Host(services => services
            .AddSingleton<IMeterFactory>(factory)
            .AddImageClassifier(_files.Path, Host.Eagerly)
            .AddImageClassifier("flowers", _files.Path));
        using MeterListener listener = Listen(factory.Meter);
        HostedImageClassifier classifier = host.Classifier;

        classifier.Predict(ModelFiles.Pictures[0]);
        await classifier.PredictAsync(new MemoryStream(ModelFiles.Pictures[1]));
        Assert.Throws<ImageFormatException>(() => classifier.Predict("not a picture"u8));
        host.Services.GetRequiredKeyedService<HostedImageClassifier>("flowers").Predict(ModelFiles.Pictures[0]);
        _files.Rename(2);
        await Host.Until(() => Sum("mlresnet.model.reloads") == 1);
        File.WriteAllText(_files.Path, "not a model");
        await Host.Until(() => Sum("mlresnet.model.reload.failures") > 0);

        Assert.Equal(3, Sum("mlresnet.predictions"));
        Assert.Equal(1, Sum("mlresnet.predictions", "flowers"));
        Assert.Equal(1, Sum("mlresnet.prediction.failures"));
        Assert.Equal(0, Sum("mlresnet.prediction.active"));
        Assert.Equal(3, Of("mlresnet.prediction.duration").Count());
        Assert.All(Of("mlresnet.prediction.duration"), measured => Assert.True(measured.Value > 0));
        Assert.Equal(
            [null, null, typeof(ImageFormatException).FullName],
            Of("mlresnet.prediction.duration").Select(measured => measured.Tags.GetValueOrDefault("error.type")));
        Assert.Equal(typeof(ModelFormatException).FullName, Of("mlresnet.model.reload.failures").Last().Tags["error.type"]);
    }

    private double Sum(string instrument, string model = "default") => Of(instrument, model).Sum(measured => measured.Value);

    private IEnumerable<(string Name, double Value, Dictionary<string, object?> Tags)> Of(string instrument, string model = "default") =>
        _measured.Where(measured => measured.Name == instrument && measured.Tags["mlresnet.model.name"] is string name && name == model);

    private MeterListener Listen(Meter meter)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter == meter)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.Start();
        return listener;

        void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            _measured.Enqueue((instrument.Name, value, new Dictionary<string, object?>(tags.ToArray())));
    }

    private sealed class OneMeter : IMeterFactory
    {
        public Meter Meter { get; } = new(HostedImageClassifier.MeterName);

        public Meter Create(MeterOptions options)
        {
            Assert.Equal(HostedImageClassifier.MeterName, options.Name);
            return Meter;
        }

        public void Dispose() => Meter.Dispose();
    }
}
