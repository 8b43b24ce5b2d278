using System.Text.Json.Serialization;
using MLResNet.Metrics;

namespace MLResNet.Cli.Output.Documents;

/// <summary><c>evaluate --format json</c>.</summary>
internal sealed record EvaluationDocument
{
    public required string Model { get; init; }

    public required string Data { get; init; }

    public required int Images { get; init; }

    public required int Classes { get; init; }

    public required int Correct { get; init; }

    public required double Accuracy { get; init; }

    public required ProportionInterval AccuracyInterval { get; init; }

    /// <summary>Of models that give an image one label, as the next and the confusion.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required int? TopK { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required double? TopKAccuracy { get; init; }

    public required double MacroPrecision { get; init; }

    public required double MacroRecall { get; init; }

    public required double MacroF1 { get; init; }

    public required double MicroF1 { get; init; }

    /// <summary>Of models that give an image any number of labels, as the next.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required double? MeanAveragePrecision { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required double? HammingLoss { get; init; }

    public required double LogLoss { get; init; }

    public required double LogLossReduction { get; init; }

    public required double CalibrationError { get; init; }

    public required IReadOnlyList<CalibrationBin> Calibration { get; init; }

    public required IReadOnlyList<string> Labels { get; init; }

    public required IReadOnlyList<ClassMetricsDocument> PerClass { get; init; }

    /// <summary>Rows what the images are, columns what they are taken for, both in the order of the labels.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required IReadOnlyList<IReadOnlyList<int>>? Confusion { get; init; }

    public required IReadOnlyList<MistakeDocument> Mistakes { get; init; }

    public required IReadOnlyList<MistakeDocument> SuspectedLabels { get; init; }

    public required IReadOnlyList<UnreadableDocument> Unreadable { get; init; }

    public static EvaluationDocument From(Evaluation evaluation, string model, string data) => new()
    {
        Model = model,
        Data = data,
        Images = evaluation.Images,
        Classes = evaluation.Labels.Count,
        Correct = evaluation.Correct,
        Accuracy = evaluation.Accuracy,
        AccuracyInterval = evaluation.AccuracyInterval,
        TopK = evaluation.IsMultiLabel ? null : evaluation.TopK,
        TopKAccuracy = evaluation.IsMultiLabel ? null : evaluation.TopKAccuracy,
        MacroPrecision = evaluation.MacroPrecision,
        MacroRecall = evaluation.MacroRecall,
        MacroF1 = evaluation.MacroF1,
        MicroF1 = evaluation.MicroF1,
        MeanAveragePrecision = evaluation.MeanAveragePrecision,
        HammingLoss = evaluation.HammingLoss,
        LogLoss = evaluation.LogLoss,
        LogLossReduction = evaluation.LogLossReduction,
        CalibrationError = evaluation.CalibrationError,
        Calibration = evaluation.CalibrationBins,
        Labels = evaluation.Labels,
        PerClass = [.. evaluation.Classes.Select(ClassMetricsDocument.From)],
        Confusion = evaluation.IsMultiLabel ? null : [.. evaluation.Labels.Select((_, row) => Row(evaluation.Confusion, row))],
        Mistakes =
        [
            .. evaluation.Predictions.Where(image => !image.Correct)
                .Select(image => MistakeDocument.From(image, evaluation.IsMultiLabel)),
        ],
        SuspectedLabels = [.. evaluation.SuspectedLabels.Select(image => MistakeDocument.From(image, evaluation.IsMultiLabel))],
        Unreadable = UnreadableDocument.From(evaluation.Unreadable),
    };

    private static int[] Row(ConfusionMatrix confusion, int row) =>
        [.. confusion.Labels.Select((_, column) => confusion[row, column])];
}
