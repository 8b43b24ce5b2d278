namespace MLResNet.Backbones.Downloading;

/// <summary>
/// Gives every wait for the network a time limit of its own, and makes its failures ones that can be tried again.
/// </summary>
internal sealed class StallGuard : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationTokenSource _source;

    public StallGuard(TimeSpan limit, CancellationToken cancellation)
    {
        _limit = limit;
        Cancellation = cancellation;
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    }

    /// <summary>The user's wish to stop, without the time limit.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Waits for one answer.</summary>
    /// <exception cref="TransferException">The network failed, or nothing came in time.</exception>
    /// <exception cref="OperationCanceledException">The user has cancelled.</exception>
    public async Task<T> Run<T>(Func<CancellationToken, Task<T>> wait)
    {
        _source.CancelAfter(_limit);
        try
        {
            T result = await wait(_source.Token).ConfigureAwait(false);
            _source.CancelAfter(Timeout.InfiniteTimeSpan);
            return result;
        }
        catch (OperationCanceledException e) when (!Cancellation.IsCancellationRequested)
        {
            throw new TransferException($"nothing came in for {_limit.TotalSeconds:0.#} seconds", cause: e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new TransferException($"the connection failed ({(e.InnerException ?? e).Message.TrimEnd('.')})", cause: e);
        }
    }

    public void Dispose() => _source.Dispose();
}
