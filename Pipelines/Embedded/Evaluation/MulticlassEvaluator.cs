using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Compares scores with labels.</summary>
internal static class MulticlassEvaluator
{
    private const double LeastProbability = 1e-15;

    public static MulticlassClassificationMetrics Run(IDataView data, string labelColumn, string scoreColumn, int topK)
    {
        DataViewSchema.Column score = data.Schema.GetColumnOrNull(scoreColumn)
            ?? throw Check.Missing("schema", "score", scoreColumn);
        DataViewSchema.Column label = data.Schema.GetColumnOrNull(labelColumn)
            ?? throw Check.Missing("schema", "label", labelColumn);
        if (score.Type is not VectorDataViewType { Size: >= 2 } vector || vector.ItemType != NumberDataViewType.Single)
            throw Check.Mismatch(
                "schema", "score", scoreColumn, "vector of two or more items of type Single", score.Type.ToString());
        if (label.Type is not KeyDataViewType key || key.RawType != typeof(uint))
            throw Check.Mismatch("schema", "label", labelColumn, "Single or Key", label.Type.ToString());
        string[] names = AnnotationKinds.TextsOf(score.Annotations, AnnotationKinds.SlotNames)
            ?? [.. Enumerable.Range(0, vector.Size).Select(i => $"{i}")];
        return Count(data, label, score, names, topK);
    }

    private static MulticlassClassificationMetrics Count(
        IDataView data, DataViewSchema.Column label, DataViewSchema.Column score, string[] names, int topK)
    {
        int classes = names.Length, rows = 0;
        double[] lossOfClass = new double[classes], found = new double[topK];
        double[][] counts = [.. Enumerable.Range(0, classes).Select(_ => new double[classes])];
        using DataViewRowCursor cursor = data.GetRowCursor([label, score]);
        ValueGetter<uint> getLabel = cursor.GetGetter<uint>(label);
        ValueGetter<VBuffer<float>> getScore = cursor.GetGetter<VBuffer<float>>(score);
        uint key = 0;
        VBuffer<float> vector = default;
        while (cursor.MoveNext())
        {
            getLabel(ref key);
            getScore(ref vector);
            if (key == 0 || key > classes)
                continue;
            int actual = (int)key - 1;
            float[] scores = [.. vector.DenseValues()];
            rows++;
            counts[actual][Array.IndexOf(scores, scores.Max())]++;
            lossOfClass[actual] -= Math.Log(Math.Clamp(scores[actual], LeastProbability, 1));
            int rank = scores.Count(other => other > scores[actual]);
            for (int k = rank; k < topK; k++)
                found[k]++;
        }
        return new MulticlassClassificationMetrics(
            new ConfusionMatrix(counts, names), lossOfClass, [.. found.Select(n => n / rows)]);
    }
}
