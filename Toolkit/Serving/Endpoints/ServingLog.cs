using Microsoft.Extensions.Logging;

namespace MLResNet.Serving.Endpoints;

/// <summary>What the log hears of requests.</summary>
internal static partial class ServingLog
{
    [LoggerMessage(1, LogLevel.Error, "A request to {Path} failed.")]
    public static partial void Failed(this ILogger logger, string path, Exception exception);
}
