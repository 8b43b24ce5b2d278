using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Primitives;
using Microsoft.ML;

namespace Microsoft.Extensions.ML;

/// <summary>
/// Idle engines. A new model empties it; engines of the old one that were rented then come back to it all the same, as in ML.NET.
/// </summary>
internal sealed class ReloadingPool<TData, TPrediction>
    where TData : class
    where TPrediction : class, new()
{
    private readonly MLContext _context;
    private volatile ObjectPool<PredictionEngine<TData, TPrediction>> _engines;

    public ReloadingPool(MLContext context, ModelLoader loader)
    {
        ArgumentNullException.ThrowIfNull(loader);
        (_context, Loader) = (context, loader);
        Reload();
        ChangeToken.OnChange(loader.GetReloadToken, Reload);
    }

    public ModelLoader Loader { get; }

    public ObjectPool<PredictionEngine<TData, TPrediction>> Engines => _engines;

    private void Reload() => _engines = new DefaultObjectPool<PredictionEngine<TData, TPrediction>>(
        new EnginePolicy<TData, TPrediction>(_context, Loader.GetModel()));
}
