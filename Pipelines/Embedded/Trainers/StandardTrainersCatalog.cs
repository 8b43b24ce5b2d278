using Microsoft.ML.Trainers;

namespace Microsoft.ML;

/// <summary>The trainers that come with ML.NET.</summary>
public static class StandardTrainersCatalog
{
    public static LbfgsMaximumEntropyMulticlassTrainer LbfgsMaximumEntropy(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label", string featureColumnName = "Features", string exampleWeightColumnName = null,
        float l1Regularization = 1, float l2Regularization = 1, float optimizationTolerance = 1e-7f, int historySize = 20,
        bool enforceNonNegativity = false) => exampleWeightColumnName is null && !enforceNonNegativity
            ? new(labelColumnName, featureColumnName, l1Regularization, l2Regularization, optimizationTolerance)
            : throw new NotSupportedException("The stand-in for ML.NET has no example weights and no bounds on them.");
}
