using Microsoft.Extensions.Hosting;

namespace MLResNet.Hosting.Registration;

/// <summary>
/// Loads a model when the host starts, if its options say so, so that a wrong path is told then and no request waits.
/// </summary>
internal sealed class LoadOnStart(HostedImageClassifier classifier) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => classifier.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
