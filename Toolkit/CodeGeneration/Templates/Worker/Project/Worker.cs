using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MLResNet;
using MLResNet.Hosting;

namespace $namespace$;

/// <summary>Looks into a folder every second, and names the photos that are new there.</summary>
public sealed partial class Worker(
    HostedImageClassifier classifier, IConfiguration configuration, ILogger<Worker> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = logger;

    /// <summary>Works until the host stops.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        DirectoryInfo folder = Directory.CreateDirectory(configuration["Photos"] ?? "photos");
        LogFolder(folder.FullName);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            foreach (FileInfo file in folder.EnumerateFiles())
            {
                // A file that is still being written has changed within the last moment.
                if (file.LastWriteTimeUtc < DateTime.UtcNow - Interval && seen.Add(file.FullName))
                    Name(file.FullName);
            }
            await Task.Delay(Interval, stoppingToken);
        }
    }

    private void Name(string path)
    {
        try
        {
            $name$.ModelOutput output = $name$.ModelOutput.From(classifier.Predict(path));
            LogPrediction(path, output.PredictedLabel, output.Score[(int)output.Label]);
        }
        catch (MLResNetException error)
        {
            LogFailure(error.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "Looking for photos in {Folder}")]
    private partial void LogFolder(string folder);

    [LoggerMessage(LogLevel.Information, "{Path}: {Label} ({Score:P1})")]
    private partial void LogPrediction(string path, string label, float score);

    [LoggerMessage(LogLevel.Warning, "{Reason}")]
    private partial void LogFailure(string reason);
}
