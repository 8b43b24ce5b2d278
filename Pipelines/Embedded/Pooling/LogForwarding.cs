using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.ML;

namespace Microsoft.Extensions.ML;

/// <summary>Passes the log of the context on to the host's, as traces.</summary>
internal sealed class LogForwarding(ILogger<MLContext> logger) : IPostConfigureOptions<MLOptions>
{
    public void PostConfigure(string name, MLOptions options) =>
        options.MLContext.Log += (_, message) => logger.LogTrace("{Message}", message.Message);
}
