using System.Text.Json.Serialization;

namespace MLResNet.Packaging;

/// <summary>What an evaluation came to, in short.</summary>
/// <param name="Images">Images evaluated.</param>
/// <param name="Accuracy">
/// Share recognised, 0 to 1; of images with several labels the share of which each label was told right.
/// </param>
/// <param name="MacroF1">Mean F1 of the classes.</param>
/// <param name="LogLoss">
/// Mean of -ln(probability of the image's label); of several labels the mean of theirs, see <see cref="Evaluation.LogLoss"/>.
/// </param>
public sealed record ModelMetrics(int Images, double Accuracy, double MacroF1, double LogLoss)
{
    /// <summary>
    /// Mean over the labels of <see cref="Evaluation.MeanAveragePrecision"/>, 0 to 1; null where images have one label.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MeanAveragePrecision { get; init; }

    internal static ModelMetrics From(Evaluation evaluation) =>
        new(evaluation.Images, evaluation.Accuracy, evaluation.MacroF1, evaluation.LogLoss)
        {
            MeanAveragePrecision = evaluation.MeanAveragePrecision,
        };
}
