using MLResNet.Metrics;

namespace MLResNet.Cli.Output.Documents;

/// <summary>How a model fares on one class.</summary>
internal sealed record ClassMetricsDocument(
    string Label, int Images, int Predicted, int Correct, double Precision, double Recall, double F1)
{
    public static ClassMetricsDocument From(ClassMetrics metrics) => new(
        metrics.Label, metrics.Support, metrics.Predicted, metrics.Correct, metrics.Precision, metrics.Recall, metrics.F1);
}
