using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace MLResNet.Hosting.Reloading;

/// <summary>
/// What a file says, kept up to date. A changed file is loaded beside what is in use and takes its place if it loads; whoever
/// uses the old value goes on with it, and the last one disposes of it. A file that does not load changes nothing. Thread-safe.
/// </summary>
/// <remarks>
/// Changes are found by looking at the file again and again, not by a file-system watcher: those miss what happens on network
/// drives, in mounted folders and behind links, and fail where a user has as many as the system allows.
/// </remarks>
internal sealed class ReloadingFile<T> : IDisposable
{
    private readonly Func<string, T> _load;
    private readonly Action<T>? _release;
    private readonly ReloadSettings _settings;
    private readonly ILogger _logger;
    private readonly Lock _loading = new();
    private readonly CancellationTokenSource _stop = new();
    private volatile LoadedFile<T>? _current;
    private volatile MLResNetException? _failure;
    private volatile FileStamp _seen = FileStamp.Missing;
    private volatile bool _disposed;
    private bool _watching;

    /// <param name="path">The file.</param>
    /// <param name="load">Loads it from its full path.</param>
    /// <param name="release">Disposes of a value after its last use; null leaves it to the collector.</param>
    /// <param name="settings">How changes are found.</param>
    /// <param name="logger">Hears of what is loaded, and of what cannot be.</param>
    public ReloadingFile(string path, Func<string, T> load, Action<T>? release, ReloadSettings settings, ILogger logger)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = System.IO.Path.GetFullPath(path);
        (_load, _release, _settings, _logger) = (load, release, settings, logger);
    }

    /// <summary>A changed file has taken over; or, with the reason, could not be loaded.</summary>
    public event Action<Exception?>? Reloaded;

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>The newest that could be loaded; null before the first.</summary>
    public LoadedFile<T>? Current => _current;

    /// <summary>Why the file as it is now could not be loaded; null where it could, or nobody has tried.</summary>
    public MLResNetException? Failure => _failure;

    /// <summary>
    /// Begins a use of the newest that could be loaded, which the caller ends by <see cref="LoadedFile{T}.Exit"/>. The first one
    /// loads it.
    /// </summary>
    /// <exception cref="MLResNetException">There is nothing yet, and the file cannot be loaded.</exception>
    public LoadedFile<T> Enter()
    {
        while (true)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            LoadedFile<T> current = _current ?? LoadFirst();
            if (current.TryEnter())
                return current;
            // It was replaced since, and its last use is over: the next one is in its place.
        }
    }

    /// <summary>Stops watching. Uses under way end as they would have.</summary>
    public void Dispose()
    {
        lock (_loading)
        {
            if (_disposed)
                return;
            _disposed = true;
            _stop.Cancel();
            _stop.Dispose();
            _current?.Exit();
        }
    }

    private LoadedFile<T> LoadFirst()
    {
        lock (_loading)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            FileStamp stamp = FileStamp.Of(Path);
            bool isKnownBad = _failure is not null && stamp == _seen && !MayPass(stamp);
            if (_current is null && !isKnownBad)
            {
                Load(stamp);
                Watch();
            }
            return _current ?? throw new MLResNetException(_failure!.Message, _failure);
        }
    }

    private void Watch()
    {
        if (!_settings.Watch || _watching)
            return;
        _watching = true;
        CancellationToken stop = _stop.Token;
        _ = Task.Run(() => WatchAsync(stop), stop);
    }

    private async Task WatchAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(_settings.PollInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                FileStamp stamp = FileStamp.Of(Path);
                if (stamp != _seen)
                    Reload(await SettleAsync(stamp, stop).ConfigureAwait(false));
                else if (MayPass(stamp))
                    Reload(stamp);
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    /// <summary>Waits until the file stays as it is: until nobody writes it any more.</summary>
    private async Task<FileStamp> SettleAsync(FileStamp stamp, CancellationToken stop)
    {
        while (true)
        {
            await Task.Delay(_settings.SettleTime, stop).ConfigureAwait(false);
            FileStamp now = FileStamp.Of(Path);
            if (now == stamp)
                return stamp;
            stamp = now;
        }
    }

    private void Reload(FileStamp stamp)
    {
        LoadedFile<T>? before;
        MLResNetException? failureBefore;
        lock (_loading)
        {
            if (_disposed)
                return;
            (before, failureBefore) = (_current, _failure);
            Load(stamp);
        }
        if (_current != before)
            Reloaded?.Invoke(null);
        else if (_failure is { } failure && failure != failureBefore)
            Reloaded?.Invoke(failure);
    }

    /// <summary>Loads the file and, if it has become another, swaps. Whatever goes wrong becomes <see cref="Failure"/>.</summary>
    private void Load(FileStamp stamp)
    {
        _seen = stamp;
        LoadedFile<T>? old = _current;
        long start = Stopwatch.GetTimestamp();
        try
        {
            // The digest comes first: of a file that is replaced in between it is the old one's, and the new stamp brings a load again.
            string hash = ComputeHash();
            if (hash != old?.Hash)
            {
                _current = new LoadedFile<T>(_load(Path), (old?.Version ?? 0) + 1, hash, _release);
                old?.Exit();
                _logger.Loaded(Path, _current.Version, hash, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
            else if (_failure is not null)
            {
                _logger.Recovered(Path, old.Version);
            }
            _failure = null;
        }
        catch (Exception e)
        {
            MLResNetException failure = e as MLResNetException ?? new MLResNetException($"{Path} cannot be loaded: {e.Message}", e);
            if (failure.Message == _failure?.Message)
                return; // tried again, and told already
            _failure = failure;
            if (old is null)
                _logger.NotLoaded(Path, failure);
            else
                _logger.NotReloaded(Path, old.Version, failure);
        }
    }

    /// <summary>
    /// Whether a load that failed may succeed though the file stays as it is: where it could not be read at all.
    /// </summary>
    private bool MayPass(FileStamp stamp) => stamp != FileStamp.Missing
        && _failure is not ModelFormatException and { InnerException: IOException or UnauthorizedAccessException };

    private string ComputeHash()
    {
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1 << 16);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
