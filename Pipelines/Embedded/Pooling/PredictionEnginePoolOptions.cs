namespace Microsoft.Extensions.ML;

/// <summary>Where a pool has its model from.</summary>
public class PredictionEnginePoolOptions<TData, TPrediction>
    where TData : class
    where TPrediction : class, new()
{
    public ModelLoader ModelLoader { get; set; }
}
