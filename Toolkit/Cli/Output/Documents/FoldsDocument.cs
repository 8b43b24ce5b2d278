using System.Text.Json.Serialization;

namespace MLResNet.Cli.Output.Documents;

/// <summary>A cross-validation in <see cref="TrainingDocument"/>.</summary>
internal sealed record FoldsDocument(
    double Accuracy, double AccuracyDeviation, double LogLoss, double LogLossDeviation, IReadOnlyList<double> Accuracies)
{
    /// <summary>Of models that give an image any number of labels.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MacroF1 { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MacroF1Deviation { get; init; }

    public static FoldsDocument From(CrossValidationResult result) => new(
        result.MeanAccuracy, result.AccuracyDeviation, result.MeanLogLoss, result.LogLossDeviation,
        [.. result.Folds.Select(fold => fold.Accuracy)])
    {
        MacroF1 = result.Overall.IsMultiLabel ? result.MeanMacroF1 : null,
        MacroF1Deviation = result.Overall.IsMultiLabel ? result.MacroF1Deviation : null,
    };
}
