using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MLResNet.Hosting;
using MLResNet.Hosting.Monitoring;
using MLResNet.Hosting.Registration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers models.</summary>
public static class ImageClassifierServiceCollectionExtensions
{
    /// <summary>Registers a model as <see cref="HostedImageClassifier"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="path">The model package, <c>.mlresnet</c>; a relative path begins at the current folder.</param>
    /// <param name="configure">Sets options; null for the defaults.</param>
    public static IServiceCollection AddImageClassifier(
        this IServiceCollection services, string path, Action<HostedImageClassifierOptions>? configure = null)
    {
        Register(services, Options.Options.DefaultName, path, configure);
        return services
            .AddSingleton(provider => Create(provider, Options.Options.DefaultName, path))
            .AddSingleton<IHostedService>(provider => new LoadOnStart(provider.GetImageClassifier(null)));
    }

    /// <summary>
    /// Registers a model by a name, as a keyed service: <c>[FromKeyedServices("flowers")] HostedImageClassifier flowers</c>. Its
    /// options bear the same name.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name; of two registrations of one name, the later one counts.</param>
    /// <param name="path">The model package, <c>.mlresnet</c>; a relative path begins at the current folder.</param>
    /// <param name="configure">Sets options; null for the defaults.</param>
    public static IServiceCollection AddImageClassifier(
        this IServiceCollection services, string name, string path, Action<HostedImageClassifierOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Register(services, name, path, configure);
        return services
            .AddKeyedSingleton(name, (provider, _) => Create(provider, name, path))
            .AddSingleton<IHostedService>(provider => new LoadOnStart(provider.GetImageClassifier(name)));
    }

    /// <summary>The model of a name, or the one without.</summary>
    internal static HostedImageClassifier GetImageClassifier(this IServiceProvider provider, string? name) => name is null
        ? provider.GetRequiredService<HostedImageClassifier>()
        : provider.GetRequiredKeyedService<HostedImageClassifier>(name);

    private static void Register(
        IServiceCollection services, string name, string path, Action<HostedImageClassifierOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(path);
        OptionsBuilder<HostedImageClassifierOptions> options = services.AddOptions<HostedImageClassifierOptions>(name);
        if (configure is not null)
            options.Configure(configure);
        services.TryAddSingleton(provider => new PredictionMetrics(provider.GetService<IMeterFactory>()));
    }

    private static HostedImageClassifier Create(IServiceProvider provider, string name, string path) => new(
        name,
        path,
        provider.GetRequiredService<IOptionsMonitor<HostedImageClassifierOptions>>().Get(name),
        provider.GetRequiredService<PredictionMetrics>(),
        (provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger<HostedImageClassifier>());
}
