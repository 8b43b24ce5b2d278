using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.ML;

/// <summary>What extension methods add models to.</summary>
public class PredictionEnginePoolBuilder<TData, TPrediction>
    where TData : class
    where TPrediction : class, new()
{
    public PredictionEnginePoolBuilder(IServiceCollection services) =>
        Services = services ?? throw new ArgumentException("There are no services to add to.", nameof(services));

    public IServiceCollection Services { get; private set; }
}
