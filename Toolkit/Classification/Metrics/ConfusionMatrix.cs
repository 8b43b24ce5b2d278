using System.Text;

namespace MLResNet.Metrics;

/// <summary>Counts of images by what they are (rows) and what the model takes them for (columns).</summary>
public sealed class ConfusionMatrix
{
    private readonly int[] _counts;

    internal ConfusionMatrix(IReadOnlyList<string> labels, IEnumerable<EvaluatedImage> images)
    {
        Labels = labels;
        _counts = new int[labels.Count * labels.Count];
        var index = labels.Index().ToDictionary(label => label.Item, label => label.Index, StringComparer.Ordinal);
        foreach (EvaluatedImage image in images)
            _counts[index[image.Label] * labels.Count + index[image.PredictedLabel]]++;
    }

    /// <summary>Names of the rows and of the columns.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Images of class <paramref name="actual"/> that are taken for class <paramref name="predicted"/>.</summary>
    public int this[int actual, int predicted]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)actual, (uint)Labels.Count, nameof(actual));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)predicted, (uint)Labels.Count, nameof(predicted));
            return _counts[actual * Labels.Count + predicted];
        }
    }

    /// <summary>Images of a class.</summary>
    public int RowTotal(int actual) => Enumerable.Range(0, Labels.Count).Sum(predicted => this[actual, predicted]);

    /// <summary>Images taken for a class.</summary>
    public int ColumnTotal(int predicted) => Enumerable.Range(0, Labels.Count).Sum(actual => this[actual, predicted]);

    /// <summary>
    /// The wrong class that images of a class are most often taken for and how often; null if all are recognised.
    /// </summary>
    public (string Label, int Count)? MostConfused(int actual)
    {
        int best = -1;
        for (int predicted = 0; predicted < Labels.Count; predicted++)
        {
            if (predicted != actual && this[actual, predicted] > (best < 0 ? 0 : this[actual, best]))
                best = predicted;
        }
        return best < 0 ? null : (Labels[best], this[actual, best]);
    }

    /// <summary>The counts as a table, rows what the images are, columns what they are taken for.</summary>
    public override string ToString()
    {
        int nameWidth = Labels.Max(label => label.Length);
        int[] widths = [.. Labels.Select((label, column) =>
            Math.Max(label.Length, Enumerable.Range(0, Labels.Count).Max(row => this[row, column].ToString().Length)))];
        var text = new StringBuilder();
        text.Append(' ', nameWidth);
        for (int column = 0; column < Labels.Count; column++)
            text.Append("  ").Append(Labels[column].PadLeft(widths[column]));
        for (int row = 0; row < Labels.Count; row++)
        {
            text.AppendLine().Append(Labels[row].PadRight(nameWidth));
            for (int column = 0; column < Labels.Count; column++)
                text.Append("  ").Append(this[row, column].ToString().PadLeft(widths[column]));
        }
        return text.ToString();
    }
}
