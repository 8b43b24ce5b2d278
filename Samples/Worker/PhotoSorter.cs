using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MLResNet.Formats;
using MLResNet.Hosting;

namespace MLResNet.Samples.Worker;

/// <summary>Looks for new photos every second, names them and puts them where they belong.</summary>
internal sealed partial class PhotoSorter(HostedImageClassifier classifier, SortedFolder folder, ILogger<PhotoSorter> log)
    : BackgroundService
{
    private const string Unreadable = "unreadable";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var everySecond = new PeriodicTimer(TimeSpan.FromSeconds(1));
        do
        {
            foreach (string path in folder.Arrived().TakeWhile(_ => !stoppingToken.IsCancellationRequested))
                Sort(path);
        }
        while (await everySecond.WaitForNextTickAsync(stoppingToken));
    }

    private void Sort(string path)
    {
        try
        {
            Prediction prediction = classifier.Predict(path);
            Sorted(folder.Put(path, prediction.Label), prediction.Score);
        }
        catch (ImageFormatException error)
        {
            Refused(folder.Put(path, Unreadable), error.Message);
        }
        catch (Exception error) when (error is MLResNetException or IOException or UnauthorizedAccessException)
        {
            Refused(path, error.Message); // someone else has it, or has moved it: the next look finds it again, if it is there
        }
    }

    [LoggerMessage(LogLevel.Information, "{Path} ({Score:P1})")]
    private partial void Sorted(string path, float score);

    [LoggerMessage(LogLevel.Warning, "{Path}: {Reason}")]
    private partial void Refused(string path, string reason);
}
