using MLResNet.Hosting.Reloading;

namespace MLResNet.Hosting;

/// <summary>How a <see cref="HostedImageClassifier"/> loads its model and follows the file's changes.</summary>
public sealed class HostedImageClassifierOptions
{
    /// <summary>Threads, batch size, and limits on the images that are decoded.</summary>
    public ImageClassifierOptions Classifier { get; set; } = ImageClassifierOptions.Default;

    /// <summary>
    /// Whether the model is loaded when the host starts, which fails if that does; otherwise, and in programs without a host, the
    /// first prediction loads it.
    /// </summary>
    public bool LoadOnStart { get; set; } = true;

    /// <summary>Whether a file that changes is loaded again.</summary>
    public bool WatchForChanges { get; set; } = true;

    /// <summary>
    /// Time between two looks at the file's length and date: a second, unless told otherwise. More than 0, and at most a day.
    /// </summary>
    public TimeSpan PollInterval { get; set; } = ReloadSettings.Default.PollInterval;

    /// <summary>
    /// How long a changed file has to stay as it is before it is loaded, so that one that is being written is not: half a second,
    /// unless told otherwise. At most a day.
    /// </summary>
    public TimeSpan SettleTime { get; set; } = ReloadSettings.Default.SettleTime;

    internal ReloadSettings Reload
    {
        get
        {
            Require(PollInterval > TimeSpan.Zero, nameof(PollInterval), "more than 0", PollInterval);
            Require(SettleTime >= TimeSpan.Zero, nameof(SettleTime), "0 or more", SettleTime);
            return new ReloadSettings(WatchForChanges, PollInterval, SettleTime);
        }
    }

    private static void Require(bool condition, string option, string range, TimeSpan value) =>
        OptionRange.Require(condition && value <= TimeSpan.FromDays(1), option, $"{range}, and at most a day", value);
}
