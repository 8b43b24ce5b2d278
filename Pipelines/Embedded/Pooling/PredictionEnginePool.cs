using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Microsoft.ML;

namespace Microsoft.Extensions.ML;

/// <summary>Engines to rent, of one model or of several that have names.</summary>
public class PredictionEnginePool<TData, TPrediction>
    where TData : class
    where TPrediction : class, new()
{
    private readonly MLContext _context;
    private readonly IOptionsFactory<PredictionEnginePoolOptions<TData, TPrediction>> _options;
    private readonly ReloadingPool<TData, TPrediction> _default;
    private readonly ConcurrentDictionary<string, ReloadingPool<TData, TPrediction>> _named = new(StringComparer.Ordinal);

    public PredictionEnginePool(
        IServiceProvider serviceProvider, IOptions<MLOptions> mlContextOptions,
        IOptionsFactory<PredictionEnginePoolOptions<TData, TPrediction>> predictionEngineOptions)
    {
        (_context, _options) = (mlContextOptions.Value.MLContext, predictionEngineOptions);
        if (_options.Create(string.Empty).ModelLoader is { } loader)
            _default = new ReloadingPool<TData, TPrediction>(_context, loader);
    }

    public ITransformer GetModel(string modelName) => PoolOf(modelName).Loader.GetModel();

    public ITransformer GetModel() => GetModel(string.Empty);

    public PredictionEngine<TData, TPrediction> GetPredictionEngine() => GetPredictionEngine(string.Empty);

    public PredictionEngine<TData, TPrediction> GetPredictionEngine(string modelName) => PoolOf(modelName).Engines.Get();

    public void ReturnPredictionEngine(PredictionEngine<TData, TPrediction> engine) => ReturnPredictionEngine(string.Empty, engine);

    public void ReturnPredictionEngine(string modelName, PredictionEngine<TData, TPrediction> engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        PoolOf(modelName).Engines.Return(engine);
    }

    private ReloadingPool<TData, TPrediction> PoolOf(string modelName)
    {
        if (string.IsNullOrEmpty(modelName))
        {
            return _default
                ?? throw new ArgumentException("You need to configure a default, not named, model before you use this method.");
        }
        return _named.GetOrAdd(
            modelName, name => new ReloadingPool<TData, TPrediction>(_context, _options.Create(name).ModelLoader));
    }
}
