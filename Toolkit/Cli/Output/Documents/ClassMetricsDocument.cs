using System.Text.Json.Serialization;
using MLResNet.Metrics;

namespace MLResNet.Cli.Output.Documents;

/// <summary>How a model fares on one class.</summary>
internal sealed record ClassMetricsDocument(
    string Label, int Images, int Predicted, int Correct, double Precision, double Recall, double F1)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? AveragePrecision { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? Threshold { get; init; }

    public static ClassMetricsDocument From(ClassMetrics metrics) => new(
        metrics.Label, metrics.Support, metrics.Predicted, metrics.Correct, metrics.Precision, metrics.Recall, metrics.F1)
    {
        AveragePrecision = metrics.AveragePrecision,
        Threshold = metrics.Threshold,
    };
}
