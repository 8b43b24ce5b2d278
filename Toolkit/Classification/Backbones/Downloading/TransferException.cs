namespace MLResNet.Backbones.Downloading;

/// <summary>A download broke off in a way that another attempt may mend.</summary>
/// <param name="reason">What happened, as the end of a sentence.</param>
/// <param name="pause">How long the server asks to wait, if it does.</param>
/// <param name="cause">The error behind it.</param>
internal sealed class TransferException(string reason, TimeSpan? pause = null, Exception? cause = null) : Exception(reason, cause)
{
    public TimeSpan? Pause { get; } = pause;
}
