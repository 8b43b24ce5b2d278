namespace MLResNet.Packaging;

/// <summary>
/// Keeps everyone else, in this process and in others, from doing the same work. The lock is an open file, so that the system
/// releases it whatever becomes of its holder; the empty file stays, because removing it would let two in.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Waits until nobody else has it.</summary>
    /// <param name="path">The file that is the lock; its folder is made if it is not there.</param>
    /// <param name="waiting">Called once if somebody else has it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="MLResNetException">The folder cannot be written to.</exception>
    public static async Task<FileLock> AcquireAsync(string path, Action? waiting, CancellationToken cancellation)
    {
        bool announced = false;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (TryAcquire(path) is { } mine)
                return mine;
            if (!announced)
                waiting?.Invoke();
            announced = true;
            await Task.Delay(Interval, cancellation).ConfigureAwait(false);
        }
    }

    public void Dispose() => _file.Dispose();

    private static FileLock? TryAcquire(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (IsHeld(e))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MLResNetException($"{Path.GetDirectoryName(path)} cannot be written to: {e.Message}", e);
        }
    }

    /// <summary>ERROR_SHARING_VIOLATION of Windows; EWOULDBLOCK of Linux and of macOS.</summary>
    private static bool IsHeld(IOException e) =>
        (e.HResult & 0xFFFF) == (OperatingSystem.IsWindows() ? 32 : OperatingSystem.IsMacOS() ? 35 : 11);
}
