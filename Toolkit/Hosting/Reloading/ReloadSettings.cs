namespace MLResNet.Hosting.Reloading;

/// <summary>How a <see cref="ReloadingFile{T}"/> finds changes.</summary>
/// <param name="Watch">Whether it looks for any.</param>
/// <param name="PollInterval">Time between two looks at the file.</param>
/// <param name="SettleTime">How long a changed file has to stay as it is before it is loaded.</param>
internal sealed record ReloadSettings(bool Watch, TimeSpan PollInterval, TimeSpan SettleTime)
{
    /// <summary>A look a second; half a second to settle.</summary>
    public static ReloadSettings Default { get; } = new(true, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.5));
}
