using Microsoft.Extensions.Logging;

namespace MLResNet.Hosting.Reloading;

/// <summary>What the log hears of files.</summary>
internal static partial class ReloadLog
{
    [LoggerMessage(1, LogLevel.Information, "{Path} is in service: version {Version}, SHA-256 {Hash}, loaded in {Milliseconds:0} ms.")]
    public static partial void Loaded(this ILogger logger, string path, int version, string hash, double milliseconds);

    [LoggerMessage(2, LogLevel.Error, "{Path} could not be loaded, and no earlier version is in service.")]
    public static partial void NotLoaded(this ILogger logger, string path, Exception exception);

    [LoggerMessage(3, LogLevel.Error, "{Path} has changed and could not be loaded; version {Version} stays in service.")]
    public static partial void NotReloaded(this ILogger logger, string path, int version, Exception exception);

    [LoggerMessage(4, LogLevel.Information, "{Path} is again what is in service, version {Version}.")]
    public static partial void Recovered(this ILogger logger, string path, int version);
}
