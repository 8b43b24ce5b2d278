using Microsoft.Extensions.DependencyInjection;
using MLResNet.Formats;
using MLResNet.Hosting;
using MLResNet.Serving.Monitoring;
using MLResNet.Serving.Queueing;
using MLResNet.Serving.Uploads;

namespace MLResNet.Serving.Tests;

public sealed class ImageQueueTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddImageClassifier("none.mlresnet").BuildServiceProvider();
    private readonly ImageQueue _queue;

    public ImageQueueTests() => _queue = new ImageQueue(
        _services.GetRequiredService<HostedImageClassifier>(),
        DecodeOptions.Default,
        new ImageClassifierEndpointOptions { QueueCapacity = 2, Workers = 1 },
        new ServingMetrics(factory: null));

    public void Dispose()
    {
        _queue.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task A_full_queue_takes_all_images_of_a_request_or_none_and_whoever_leaves_makes_room()
    {
        using var busy = new HeldJob();
        using HeldJob first = new(), second = new(), third = new();
        Assert.True(_queue.TryAdd([busy]));
        await busy.Begun;

        Assert.True(_queue.TryAdd([first]));
        Assert.False(_queue.TryAdd([second, third]));
        Assert.True(_queue.HasRoom);
        Assert.True(_queue.TryAdd([second]));
        Assert.False(_queue.HasRoom);
        _queue.Abandon(first);
        Assert.True(_queue.TryAdd([third]));
        foreach (HeldJob job in new[] { busy, second, third })
            job.Release();
        await Task.WhenAll(busy.Ended, second.Ended, third.Ended);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.Ended);
        Assert.False(first.Begun.IsCompleted);
    }

    [Fact]
    public async Task Closed_it_takes_no_more_and_does_what_it_has_taken()
    {
        using HeldJob busy = new(), waiting = new(), late = new();
        Assert.True(_queue.TryAdd([busy]));
        await busy.Begun;
        Assert.True(_queue.TryAdd([waiting]));

        _queue.Dispose();
        Assert.False(_queue.TryAdd([late]));
        busy.Release();
        waiting.Release();

        await Task.WhenAll(busy.Ended, waiting.Ended);
    }

    [Fact]
    public async Task A_job_that_fails_fails_alone()
    {
        using HeldJob bad = new(new InvalidOperationException("bad")), good = new();
        bad.Release();
        good.Release();

        Assert.True(_queue.TryAdd([bad, good]));

        Assert.Equal("bad", (await Assert.ThrowsAsync<InvalidOperationException>(() => bad.Ended)).Message);
        await good.Ended;
    }

    /// <summary>Keeps its worker until it is released.</summary>
    private sealed class HeldJob(Exception? failure = null) : ImageJob(new UploadedImage(file: null)), IDisposable
    {
        private readonly ManualResetEventSlim _held = new();
        private readonly TaskCompletionSource _begun = new(), _ended = new();

        public Task Begun => _begun.Task;

        public override Task Ended => _ended.Task;

        public void Release() => _held.Set();

        public override void Work(HostedImageClassifier classifier, DecodeOptions limits)
        {
            _begun.SetResult();
            _held.Wait();
            if (failure is not null)
                throw failure;
            _ended.SetResult();
        }

        public override void Fail(Exception error)
        {
            base.Fail(error);
            _ended.SetException(error);
        }

        public void Dispose() => _held.Dispose();
    }
}
