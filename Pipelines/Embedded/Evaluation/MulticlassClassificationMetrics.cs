namespace Microsoft.ML.Data;

/// <summary>How well classes are told apart.</summary>
public sealed class MulticlassClassificationMetrics
{
    internal MulticlassClassificationMetrics(ConfusionMatrix confusion, double[] lossOfClass, double[] topK)
    {
        ConfusionMatrix = confusion;
        double[] rows = [.. confusion.Counts.Select(row => row.Sum())];
        double all = rows.Sum();
        MicroAccuracy = rows.Select((_, c) => confusion.Counts[c][c]).Sum() / all;
        MacroAccuracy = rows.Select((count, c) => (count, right: confusion.Counts[c][c]))
            .Where(each => each.count > 0).Select(each => each.right / each.count).DefaultIfEmpty(double.NaN).Average();
        LogLoss = lossOfClass.Sum() / all;
        double prior = -rows.Where(count => count > 0).Sum(count => count / all * Math.Log(count / all));
        LogLossReduction = 1 - LogLoss / prior;
        PerClassLogLoss = [.. lossOfClass.Select((loss, c) => rows[c] > 0 ? loss / rows[c] : 0)];
        TopKPredictionCount = topK.Length;
        TopKAccuracyForAllK = topK.Length > 0 ? topK : null;
    }

    public double LogLoss { get; }

    public double LogLossReduction { get; }

    public double MacroAccuracy { get; }

    public double MicroAccuracy { get; }

    public double TopKAccuracy => TopKAccuracyForAllK?[^1] ?? 0;

    public int TopKPredictionCount { get; }

    public IReadOnlyList<double> TopKAccuracyForAllK { get; }

    public IReadOnlyList<double> PerClassLogLoss { get; }

    public ConfusionMatrix ConfusionMatrix { get; }
}
