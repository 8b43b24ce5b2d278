namespace MLResNet.Hosting.Reloading;

/// <summary>
/// What a file said when it was loaded, and how many use it. Starts with one user: whoever keeps it for the next ones.
/// </summary>
/// <param name="value">What it said.</param>
/// <param name="version">1 for the first that was loaded, then one more each time.</param>
/// <param name="hash">SHA-256 of the file, in lower-case hexadecimal digits.</param>
/// <param name="release">Disposes of the value after its last use; null leaves it to the collector.</param>
internal sealed class LoadedFile<T>(T value, int version, string hash, Action<T>? release)
{
    private int _users = 1;

    public T Value => value;

    public int Version => version;

    public string Hash => hash;

    public DateTimeOffset LoadedAt { get; } = DateTimeOffset.UtcNow;

    /// <summary>Begins a use, which <see cref="Exit"/> ends; false if the last one has ended, and the value with it.</summary>
    public bool TryEnter()
    {
        int users = Volatile.Read(ref _users);
        while (users > 0)
        {
            int seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
                return true;
            users = seen;
        }
        return false;
    }

    public void Exit()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            release?.Invoke(value);
    }
}
