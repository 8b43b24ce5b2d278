using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Tells classes apart.</summary>
public sealed class MulticlassClassificationCatalog : TrainCatalogBase
{
    private readonly IHostEnvironment _env;

    internal MulticlassClassificationCatalog(IHostEnvironment env)
    {
        _env = env;
        Trainers = new MulticlassClassificationTrainers();
    }

    public MulticlassClassificationTrainers Trainers { get; }

    public MulticlassClassificationMetrics Evaluate(
        IDataView data, string labelColumnName = "Label", string scoreColumnName = "Score",
        string predictedLabelColumnName = "PredictedLabel", int topKPredictionCount = 0)
    {
        Check.NotNull(data, nameof(data));
        Check.NonEmpty(labelColumnName, nameof(labelColumnName));
        Check.NonEmpty(scoreColumnName, nameof(scoreColumnName));
        Check.NonEmpty(predictedLabelColumnName, nameof(predictedLabelColumnName));
        if (topKPredictionCount < 0)
            throw new ArgumentException("Must be non-negative", nameof(topKPredictionCount));
        return MulticlassEvaluator.Run(data, labelColumnName, scoreColumnName, topKPredictionCount);
    }

    public IReadOnlyList<CrossValidationResult<MulticlassClassificationMetrics>> CrossValidate(
        IDataView data, IEstimator<ITransformer> estimator, int numberOfFolds = 5, string labelColumnName = "Label",
        string samplingKeyColumnName = null, int? seed = null)
    {
        Check.NotNull(estimator, nameof(estimator));
        Check.NonEmpty(labelColumnName, nameof(labelColumnName));
        return [.. DataOperationsCatalog.Folds(_env, data, numberOfFolds, samplingKeyColumnName, seed).Select((fold, i) =>
        {
            ITransformer model = estimator.Fit(fold.TrainSet);
            IDataView scored = model.Transform(fold.TestSet);
            return new CrossValidationResult<MulticlassClassificationMetrics>(
                model, Evaluate(scored, labelColumnName), scored, i);
        })];
    }

    /// <summary>Where trainers are found.</summary>
    public sealed class MulticlassClassificationTrainers : CatalogInstantiatorBase
    {
        internal MulticlassClassificationTrainers()
        {
        }
    }
}
