namespace MLResNet.Backbones.Downloading;

/// <summary>How patient a download is.</summary>
internal sealed record DownloadOptions
{
    /// <summary>
    /// How long nothing may come in before the connection is given up; a slow download may take as long as it needs.
    /// </summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Attempts in a row that bring less than <see cref="LeastProgress"/> before the download fails.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Bytes after which a broken attempt does not count against <see cref="Attempts"/>.</summary>
    public long LeastProgress { get; init; } = 1 << 20;

    /// <summary>Pause after the first failure; it doubles with each further one.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause, also where a server asks for a longer one.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long to wait before an attempt: doubled each time, and from half of it up to all of it by chance, so that many
    /// machines that failed together do not come back together.
    /// </summary>
    /// <param name="failures">Failures in a row, at least 1.</param>
    /// <param name="asked">What the server asked for, if it did.</param>
    public TimeSpan PauseAfter(int failures, TimeSpan? asked)
    {
        TimeSpan doubled = FirstPause * Math.Pow(2, Math.Min(failures - 1, 16));
        TimeSpan pause = doubled * (0.5 + Random.Shared.NextDouble() / 2);
        if (asked > pause)
            pause = asked.Value;
        return pause < LongestPause ? pause : LongestPause;
    }
}
