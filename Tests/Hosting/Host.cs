using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace MLResNet.Hosting.Tests;

/// <summary>Services that follow files eagerly and keep what is logged.</summary>
internal sealed class Host : IDisposable
{
    private readonly ServiceProvider _provider;

    public Host(Action<IServiceCollection> register)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(Log));
        register(services);
        _provider = services.BuildServiceProvider(validateScopes: true);
    }

    public KeptLog Log { get; } = new();

    public IServiceProvider Services => _provider;

    public HostedImageClassifier Classifier => Services.GetRequiredService<HostedImageClassifier>();

    /// <summary>Options that find a change soon.</summary>
    public static void Eagerly(HostedImageClassifierOptions options)
    {
        options.PollInterval = TimeSpan.FromMilliseconds(5);
        options.SettleTime = TimeSpan.FromMilliseconds(40);
    }

    /// <summary>Waits until something is so, and fails if it never is.</summary>
    public static async Task Until(Func<bool> condition)
    {
        long end = Environment.TickCount64 + 60_000;
        while (!condition())
        {
            Assert.True(Environment.TickCount64 < end, "It has not come to pass within a minute.");
            await Task.Delay(2);
        }
    }

    public async Task<HealthReportEntry> CheckAsync(string check = "image-classifier") =>
        (await Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries[check];

    public void Dispose() => _provider.Dispose();
}
