using System.Buffers;
using System.Diagnostics;
using MLResNet.Formats;
using MLResNet.Hosting;
using MLResNet.Serving.Monitoring;

namespace MLResNet.Serving.Queueing;

/// <summary>
/// Images on their way through a model: a bounded number waits; workers decode them, first come, first served, and take what is decoded
/// through the network, several at a time where there are several. Thread-safe.
/// </summary>
/// <remarks>
/// The threads are its own: decoding and arithmetic on those of the pool would keep the server from reading and writing. One a
/// core is enough: who decodes and who runs the network never take a core from each other, and the network uses the cores on which
/// nobody decodes.
/// </remarks>
internal sealed class ImageQueue : IDisposable
{
    private readonly HostedImageClassifier _classifier;
    private readonly DecodeOptions _limits;
    private readonly ServingMetrics _metrics;
    private readonly int _capacity, _mostInBatch, _workers;
    private readonly TimeSpan _window;

    // All below is guarded by this, and whoever changes it wakes all that wait.
    private readonly object _gate = new();
    private readonly LinkedList<ImageJob> _waiting = [];
    private readonly Queue<PredictionJob> _prepared = [];
    private int _coming; // predictions that wait or are being decoded
    private long _preparedSince; // when the first of those that are prepared was
    private bool _started, _closed;

    public ImageQueue(
        HostedImageClassifier classifier, DecodeOptions limits, ImageClassifierEndpointOptions options, ServingMetrics metrics)
    {
        (_classifier, _limits, _metrics) = (classifier, limits, metrics);
        (_capacity, _mostInBatch, _window) = (options.QueueCapacity, options.MaxBatchSize, options.BatchWindow);
        _workers = options.Workers == 0 ? Environment.ProcessorCount : options.Workers;
    }

    /// <summary>Whether an image would have a place now.</summary>
    public bool HasRoom
    {
        get
        {
            lock (_gate)
                return !_closed && _waiting.Count < _capacity;
        }
    }

    /// <summary>Takes jobs, and their images with them: all or, where there is no room, none.</summary>
    public bool TryAdd(IReadOnlyList<ImageJob> jobs)
    {
        lock (_gate)
        {
            if (_closed || _waiting.Count + jobs.Count > _capacity)
                return false;
            foreach (ImageJob job in jobs)
            {
                job.Place = _waiting.AddLast(job);
                if (job is PredictionJob)
                    _coming++;
            }
            Start();
            Monitor.PulseAll(_gate);
        }
        _metrics.Waiting(_classifier.Name, jobs.Count);
        return true;
    }

    /// <summary>Nobody waits for a job any more: it leaves its place to another, or nothing comes of it.</summary>
    public void Abandon(ImageJob job)
    {
        lock (_gate)
        {
            job.IsAbandoned = true;
            if (job.Place is null)
                return;
            Leave(job);
            if (job is PredictionJob)
                _coming--;
            Monitor.PulseAll(_gate);
        }
        _metrics.Waiting(_classifier.Name, -1);
        job.Fail(new OperationCanceledException());
    }

    /// <summary>Takes no more; what it has taken is done before its threads end.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Start()
    {
        if (_started)
            return;
        _started = true;
        for (int i = 0; i < _workers; i++)
            new Thread(Work) { IsBackground = true, Name = $"MLResNet serving {i + 1}" }.Start();
    }

    private void Work()
    {
        var batch = new List<PredictionJob>(_mostInBatch);
        while (TakeWork(batch, out ImageJob? job))
        {
            if (job is not null)
                Work(job);
            else if (batch.Count > 0)
                Run(batch);
            batch.Clear();
        }
    }

    private void Work(ImageJob job)
    {
        _metrics.Waiting(_classifier.Name, -1);
        try
        {
            job.Work(_classifier, _limits);
            Worked(job, error: null);
        }
        catch (Exception e)
        {
            Worked(job, e);
        }
    }

    /// <summary>Waits for an image to work on, or for a batch that is ready; false when no more will come.</summary>
    private bool TakeWork(List<PredictionJob> batch, out ImageJob? job)
    {
        job = null;
        lock (_gate)
        {
            while (true)
            {
                // Decoding further ahead than the network can follow would only take memory.
                TimeSpan gathering = TimeToGather();
                if (_prepared.Count >= _mostInBatch || (_prepared.Count > 0 && _waiting.Count == 0 && gathering == TimeSpan.Zero))
                {
                    TakeBatch(batch);
                    return true;
                }
                if (_waiting.First is { } first)
                {
                    job = first.Value;
                    Leave(job);
                    return true;
                }
                if (_prepared.Count > 0)
                    Monitor.Wait(_gate, gathering);
                else if (_closed)
                    return false;
                else
                    Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>
    /// How long images that are ready still wait for those that are being decoded, so that the network sees more at a time; who is alone
    /// does not wait.
    /// </summary>
    private TimeSpan TimeToGather()
    {
        if (_coming == 0 || _closed)
            return TimeSpan.Zero;
        TimeSpan left = _window - Stopwatch.GetElapsedTime(_preparedSince);
        return left < TimeSpan.FromMilliseconds(1) ? TimeSpan.Zero : left;
    }

    /// <summary>Takes images that are ready and that one model is to see.</summary>
    private void TakeBatch(List<PredictionJob> batch)
    {
        while (batch.Count < _mostInBatch && _prepared.TryPeek(out PredictionJob? next))
        {
            if (next.IsAbandoned)
                _prepared.Dequeue().Fail(new OperationCanceledException());
            else if (batch.Count == 0 || next.Model == batch[0].Model)
                batch.Add(_prepared.Dequeue());
            else
                break;
        }
    }

    private void Leave(ImageJob job)
    {
        _waiting.Remove(job.Place!);
        job.Place = null;
    }

    /// <summary>A worker has done its part, or failed.</summary>
    private void Worked(ImageJob job, Exception? error)
    {
        lock (_gate)
        {
            if (job is PredictionJob prediction)
            {
                _coming--;
                if (error is null)
                {
                    if (_prepared.Count == 0)
                        _preparedSince = Stopwatch.GetTimestamp();
                    _prepared.Enqueue(prediction);
                }
            }
            Monitor.PulseAll(_gate);
        }
        if (error is not null)
            job.Fail(error);
    }

    private void Run(List<PredictionJob> batch)
    {
        _metrics.Batch(_classifier.Name, batch.Count);
        Prediction[] predictions;
        try
        {
            predictions = Predict(batch);
        }
        catch (Exception e)
        {
            batch.ForEach(job => job.Fail(e));
            return;
        }
        for (int i = 0; i < batch.Count; i++)
            batch[i].Complete(predictions[i]);
    }

    private static Prediction[] Predict(List<PredictionJob> batch)
    {
        if (batch is [var only])
            return only.Model.PredictPrepared(only.Pixels, 1);
        int length = batch[0].Pixels.Length;
        float[] pixels = ArrayPool<float>.Shared.Rent(batch.Count * length);
        try
        {
            for (int i = 0; i < batch.Count; i++)
                batch[i].Pixels.CopyTo(pixels.AsSpan(i * length));
            return batch[0].Model.PredictPrepared(pixels.AsSpan(0, batch.Count * length), batch.Count);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(pixels);
        }
    }
}
