using Microsoft.Extensions.ObjectPool;
using Microsoft.ML;

namespace Microsoft.Extensions.ML;

/// <summary>Makes engines of a model.</summary>
internal sealed class EnginePolicy<TData, TPrediction>(MLContext context, ITransformer model)
    : PooledObjectPolicy<PredictionEngine<TData, TPrediction>>
    where TData : class
    where TPrediction : class, new()
{
    public override PredictionEngine<TData, TPrediction> Create() =>
        context.Model.CreatePredictionEngine<TData, TPrediction>(model);

    public override bool Return(PredictionEngine<TData, TPrediction> obj) => true;
}
