using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace MLResNet.Hosting.Tests;

public sealed class ReloadTests : IDisposable
{
    private readonly ModelFiles _files = new();

    public ReloadTests() => _files.WriteInPlace(1);

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Under_load_each_change_takes_over_and_no_request_fails_or_falls_back_to_an_older_model()
    {
        const int Models = 4;
        float[][][] expected = [.. Enumerable.Range(1, Models).Select(ModelFiles.ScoresOf)];
        using Host host = Watching();
        HostedImageClassifier classifier = host.Classifier;
        classifier.Lease().Dispose(); // loads the first
        using var stop = new CancellationTokenSource();
        long[] predictions = new long[4];
        // On threads of their own: the pool is slow to add what workers that never wait take from it.
        Task[] workers =
        [
            .. Enumerable.Range(0, predictions.Length).Select(worker => Task.Factory.StartNew(
                () => Work(worker), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()),
        ];

        int version = 1;
        await AllPredict();
        foreach (Func<int, Task> change in (Func<int, Task>[])[Renamed, _files.RecreateAsync, WrittenInPlace])
        {
            version++;
            await change(version);
            await Host.Until(() => classifier.Model!.Version == version);
            await AllPredict();
        }
        await stop.CancelAsync();

        await Task.WhenAll(workers);
        Assert.All(predictions, count => Assert.True(count > 0));
        Assert.Equal(expected[^1], ModelFiles.Pictures.Select(picture => classifier.Predict(picture).ScoresInOrder.ToArray()));
        Assert.Equal("rosé 0 of 4", classifier.Model!.Labels[0]);
        Assert.Null(classifier.LoadError);

        // Predicts until it is told to stop; models come in their order, and one lease has one model.
        async Task Work(int worker)
        {
            for (int model = 0; !stop.IsCancellationRequested; Interlocked.Increment(ref predictions[worker]))
            {
                int picture = (int)(predictions[worker] % ModelFiles.Pictures.Count);
                byte[] bytes = ModelFiles.Pictures[picture];
                using ImageClassifierLease? lease = worker == 0 ? classifier.Lease() : null;
                using var stream = new MemoryStream(bytes);
                Prediction prediction = worker switch
                {
                    0 => lease!.Classifier.Predict(bytes),
                    1 => await classifier.PredictAsync(stream),
                    2 => classifier.Predict(stream),
                    _ => classifier.Predict(bytes),
                };
                float[] scores = prediction.ScoresInOrder.ToArray();
                while (!expected[model][picture].SequenceEqual(scores))
                    Assert.True(++model < Models, "No model, or an older one, gives these scores.");
                if (lease is not null)
                {
                    Assert.Equal(model + 1, lease.Model.Version);
                    Assert.Equal(scores, lease.Classifier.Predict(bytes).ScoresInOrder);
                }
            }
        }

        // Each worker begins and ends a prediction from now on, after the one under way; or it has failed, which is told in the end.
        Task AllPredict()
        {
            long[] enough = [.. predictions.Select(count => count + 2)];
            return Host.Until(() => Enumerable.Range(0, workers.Length).All(
                worker => workers[worker].IsCompleted || Interlocked.Read(ref predictions[worker]) >= enough[worker]));
        }

        Task Renamed(int number)
        {
            _files.Rename(number);
            return Task.CompletedTask;
        }

        Task WrittenInPlace(int number)
        {
            _files.WriteInPlace(number);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_model_is_disposed_of_when_it_is_replaced_and_its_last_lease_has_ended()
    {
        using Host host = Watching();
        ImageClassifierLease first = host.Classifier.Lease(), second = host.Classifier.Lease();
        ImageClassifier old = first.Classifier;
        byte[] picture = ModelFiles.Pictures[0];
        float[] scores = old.Predict(picture).ScoresInOrder.ToArray();

        _files.Rename(2);
        await Host.Until(() => host.Classifier.Model!.Version == 2);

        first.Dispose();
        first.Dispose();
        Assert.Equal(scores, old.Predict(picture).ScoresInOrder);
        second.Dispose();
        Assert.Throws<ObjectDisposedException>(() => old.Predict(picture));
        Assert.NotEqual(scores, host.Classifier.Predict(picture).ScoresInOrder.ToArray());
    }

    [Fact]
    public async Task A_half_written_file_leaves_the_old_model_in_service_is_told_and_heals_when_it_is_whole()
    {
        using Host host = Watching();
        float[] before = host.Classifier.Predict(ModelFiles.Pictures[0]).ScoresInOrder.ToArray();
        byte[] next = ModelFiles.Bytes(2);
        Assert.Equal(HealthStatus.Healthy, (await host.CheckAsync()).Status);

        File.WriteAllBytes(_files.Path, next[..(next.Length / 2)]);
        await Host.Until(() => host.Classifier.LoadError is not null);
        HealthReportEntry torn = await host.CheckAsync();

        Assert.Equal(before, host.Classifier.Predict(ModelFiles.Pictures[0]).ScoresInOrder);
        Assert.Equal(HealthStatus.Degraded, torn.Status);
        Assert.Contains(_files.Path, torn.Description!, StringComparison.Ordinal);
        Assert.Equal(1, torn.Data["version"]);
        (_, string message, Exception? error) = host.Log.Entries.Last(entry => entry.Level == LogLevel.Error);
        Assert.Contains(_files.Path, message, StringComparison.Ordinal);
        Assert.Contains("version 1 stays in service", message, StringComparison.Ordinal);
        Assert.IsType<ModelFormatException>(error);

        using (FileStream file = File.Open(_files.Path, FileMode.Append))
            file.Write(next.AsSpan(next.Length / 2));
        await Host.Until(() => host.Classifier.LoadError is null);

        HealthReportEntry whole = await host.CheckAsync();
        Assert.Equal(HealthStatus.Healthy, whole.Status);
        Assert.Equal(2, whole.Data["version"]);
    }

    [Fact]
    public async Task A_deleted_file_degrades_and_the_same_file_again_or_a_newer_date_is_no_new_version()
    {
        using Host host = Watching();
        HostedImageClassifier classifier = host.Classifier;
        classifier.Predict(ModelFiles.Pictures[0]);

        File.Delete(_files.Path);
        await Host.Until(() => classifier.LoadError is not null);
        Assert.Equal(HealthStatus.Degraded, (await host.CheckAsync()).Status);
        _files.WriteInPlace(1);
        await Host.Until(() => classifier.LoadError is null);
        File.SetLastWriteTimeUtc(_files.Path, DateTime.UtcNow.AddHours(1));
        await Task.Delay(100); // looks at the file many times
        _files.Rename(2);
        await Host.Until(() => classifier.Model!.Labels[0] == "rosé 0 of 2");

        Assert.Equal(2, classifier.Model!.Version);
    }

    [Fact]
    public async Task A_link_that_comes_to_lead_to_another_file_brings_that_files_model()
    {
        using Host host = Watching(_files.InFolder("link.mlresnet"));
        File.WriteAllBytes(_files.InFolder("other.mlresnet"), ModelFiles.Bytes(2));
        File.SetLastWriteTimeUtc(_files.InFolder("other.mlresnet"), File.GetLastWriteTimeUtc(_files.Path));
        try
        {
            Point("model.mlresnet");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return; // links take a privilege on Windows
        }
        Assert.EndsWith("of 1", host.Classifier.Predict(ModelFiles.Pictures[0]).Label, StringComparison.Ordinal);

        Point("other.mlresnet");

        await Host.Until(() => host.Classifier.Model!.Labels[0] == "rosé 0 of 2");

        void Point(string target)
        {
            File.CreateSymbolicLink(_files.InFolder("new-link"), target);
            File.Move(_files.InFolder("new-link"), _files.InFolder("link.mlresnet"), overwrite: true);
        }
    }

    [Fact]
    public async Task Without_watching_the_model_stays()
    {
        using var host = new Host(services => services.AddImageClassifier(_files.Path, options =>
        {
            Host.Eagerly(options);
            options.WatchForChanges = false;
        }));
        using var watching = Watching();
        host.Classifier.Predict(ModelFiles.Pictures[0]);
        watching.Classifier.Predict(ModelFiles.Pictures[0]);

        _files.Rename(2);
        await Host.Until(() => watching.Classifier.Model!.Version == 2);

        Assert.Equal(1, host.Classifier.Model!.Version);
        Assert.EndsWith("of 1", host.Classifier.Predict(ModelFiles.Pictures[0]).Label, StringComparison.Ordinal);
    }

    private Host Watching() => Watching(_files.Path);

    private static Host Watching(string path) => new(services =>
    {
        services.AddImageClassifier(path, Host.Eagerly);
        services.AddHealthChecks().AddImageClassifier();
    });
}
