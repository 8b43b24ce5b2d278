using System.Globalization;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>How often each class was taken for each.</summary>
public sealed class ConfusionMatrix
{
    private readonly string[] _names;

    internal ConfusionMatrix(double[][] counts, string[] names)
    {
        (Counts, _names) = (counts, names);
        PerClassRecall = [.. counts.Select((row, c) => Share(row[c], row.Sum()))];
        PerClassPrecision = [.. counts.Select((row, c) => Share(row[c], counts.Sum(other => other[c])))];
    }

    public IReadOnlyList<double> PerClassPrecision { get; }

    public IReadOnlyList<double> PerClassRecall { get; }

    public IReadOnlyList<IReadOnlyList<double>> Counts { get; }

    public int NumberOfClasses => Counts.Count;

    public double GetCountForClassPair(int predictedClassIndicatorIndex, int actualClassIndicatorIndex) =>
        Counts[actualClassIndicatorIndex][predictedClassIndicatorIndex];

    public string GetFormattedConfusionTable()
    {
        int width = Math.Max(6, _names.Max(name => name.Length)) + 2;
        var text = new StringBuilder("Confusion table\n").Append("PREDICTED".PadRight(width));
        foreach (string name in _names)
            text.Append(name.PadLeft(width));
        text.AppendLine("Recall".PadLeft(width));
        for (int c = 0; c < _names.Length; c++)
        {
            text.Append(_names[c].PadRight(width));
            foreach (double count in Counts[c])
                text.Append(count.ToString("0", CultureInfo.InvariantCulture).PadLeft(width));
            text.AppendLine(PerClassRecall[c].ToString("0.0000", CultureInfo.InvariantCulture).PadLeft(width));
        }
        text.Append("Precision".PadRight(width));
        foreach (double precision in PerClassPrecision)
            text.Append(precision.ToString("0.0000", CultureInfo.InvariantCulture).PadLeft(width));
        return text.AppendLine().ToString();
    }

    private static double Share(double part, double whole) => whole == 0 ? 0 : part / whole;
}
