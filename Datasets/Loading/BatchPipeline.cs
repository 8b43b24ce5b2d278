using System.Runtime.ExceptionServices;

namespace MLResNet.Loading;

/// <summary>
/// Fills batches on threads of its own while earlier ones are in use. Slot i % batch size of batch i / batch size belongs to
/// the i-th image, whichever thread loads it, so the batches do not depend on the threads.
/// </summary>
internal sealed class BatchPipeline : IDisposable
{
    private readonly object _gate = new();
    private readonly Action<int, ImageBatch, int> _load;
    private readonly IReadOnlyList<ImageBatch> _ring;
    private readonly int _count;
    private readonly int _batchSize;
    private readonly Thread[] _threads;
    private int _next;      // the first image that no thread has taken
    private int _recycled;  // the batches given back
    private bool _isStopped;
    private ExceptionDispatchInfo? _error;

    /// <param name="count">Images in all.</param>
    /// <param name="ring">The batches to fill, in turn; more than one of them lets loading run ahead.</param>
    /// <param name="threads">How many threads load.</param>
    /// <param name="load">Loads the image of a position into a slot of a batch.</param>
    public BatchPipeline(int count, IReadOnlyList<ImageBatch> ring, int threads, Action<int, ImageBatch, int> load)
    {
        _load = load;
        _ring = ring;
        _count = count;
        _batchSize = ring[0].Capacity;
        for (int i = 0; i < ring.Count; i++)
            ring[i].Pending = SlotsOf(i);
        _threads = new Thread[Math.Min(threads, count)];
        for (int i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = $"Image loader {i + 1}" };
            _threads[i].Start();
        }
    }

    /// <summary>Waits for a batch, which is filled until it is recycled.</summary>
    /// <param name="batch">Its number; each is asked for once, in order.</param>
    public ImageBatch Take(int batch, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration =
            cancellationToken.UnsafeRegister(static self => ((BatchPipeline)self!).Stop(), this);
        ImageBatch result = _ring[batch % _ring.Count];
        lock (_gate)
        {
            while (!_isStopped && result.Pending > 0)
                Monitor.Wait(_gate);
        }
        cancellationToken.ThrowIfCancellationRequested();
        _error?.Throw();
        result.Close(SlotsOf(batch));
        return result;
    }

    /// <summary>Gives the batch taken last back to be filled anew.</summary>
    public void Recycle()
    {
        lock (_gate)
        {
            _ring[_recycled % _ring.Count].Pending = SlotsOf(_recycled + _ring.Count);
            _recycled++;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        Stop();
        foreach (Thread thread in _threads)
            thread.Join();
    }

    private void Stop()
    {
        lock (_gate)
        {
            _isStopped = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Work()
    {
        try
        {
            while (TryTakeImage(out int position))
            {
                ImageBatch batch = _ring[position / _batchSize % _ring.Count];
                _load(position, batch, position % _batchSize);
                lock (_gate)
                {
                    if (--batch.Pending == 0)
                        Monitor.PulseAll(_gate);
                }
            }
        }
        catch (Exception e) // belongs to whoever takes the batches
        {
            lock (_gate)
                _error ??= ExceptionDispatchInfo.Capture(e);
            Stop();
        }
    }

    private bool TryTakeImage(out int position)
    {
        lock (_gate)
        {
            while (!_isStopped && _next < _count && _next / _batchSize >= _recycled + _ring.Count)
                Monitor.Wait(_gate);
            position = _next;
            if (_isStopped || position >= _count)
                return false;
            _next++;
            return true;
        }
    }

    private int SlotsOf(int batch) => (int)Math.Clamp(_count - (long)batch * _batchSize, 0, _batchSize);
}
