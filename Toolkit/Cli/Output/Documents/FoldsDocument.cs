namespace MLResNet.Cli.Output.Documents;

/// <summary>A cross-validation in <see cref="TrainingDocument"/>.</summary>
internal sealed record FoldsDocument(
    double Accuracy, double AccuracyDeviation, double LogLoss, double LogLossDeviation, IReadOnlyList<double> Accuracies)
{
    public static FoldsDocument From(CrossValidationResult result) => new(
        result.MeanAccuracy, result.AccuracyDeviation, result.MeanLogLoss, result.LogLossDeviation,
        [.. result.Folds.Select(fold => fold.Accuracy)]);
}
