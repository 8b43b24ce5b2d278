using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLResNet.Pipelines.Data;

/// <summary>Divides rows into those to train on and those to test with.</summary>
internal static class StratifiedDivision
{
    private enum Side : byte
    {
        None,
        Train,
        Test,
    }

    public static TrainTestViews Of(IDataView data, double testFraction, int seed, string labelColumn, string imageColumn)
    {
        List<Row> rows = Read(data, labelColumn, imageColumn);
        Side[] sides = rows.Exists(row => row.Part == PartNames.Train)
            ? OwnDivision(rows, testFraction, seed)
            : Draw(rows, testFraction, seed);
        return new TrainTestViews(Subset(data, sides, Side.Train), Subset(data, sides, Side.Test));
    }

    private static RowSubsetView Subset(IDataView data, Side[] sides, Side side) =>
        new(data, row => row < sides.Length && sides[row] == side, sides.Count(each => each == side));

    private static Side[] OwnDivision(List<Row> rows, double testFraction, int seed)
    {
        string? held = rows.Exists(row => row.Part == PartNames.Test) ? PartNames.Test
            : rows.Exists(row => row.Part == PartNames.Validation) ? PartNames.Validation : null;
        if (held is null)
            return Draw([.. rows.Select(row => row.Part == PartNames.Train ? row : row with { Label = "" })], testFraction, seed);
        return [.. rows.Select(row => row.Part == PartNames.Train ? Side.Train : row.Part == held ? Side.Test : Side.None)];
    }

    private static Side[] Draw(List<Row> rows, double testFraction, int seed)
    {
        string[] labels =
            [.. rows.Select(row => row.Label).Where(label => label.Length > 0).Distinct().Order(StringComparer.Ordinal)];
        Dictionary<string, int[]> indices =
            labels.Index().ToDictionary(each => each.Item, each => new[] { each.Index }, StringComparer.Ordinal);
        int[] labelled = [.. Enumerable.Range(0, rows.Count).Where(i => rows[i].Label.Length > 0)];
        var images = ImageFolder.Of(
            "the data", labels, [.. labelled.Select(i => new LabeledImage(rows[i].Path, indices[rows[i].Label]))]);
        bool[] isTest = images.DrawTest(testFraction, seed);
        Side[] sides = new Side[rows.Count];
        for (int i = 0; i < labelled.Length; i++)
            sides[labelled[i]] = isTest[i] ? Side.Test : Side.Train;
        return sides;
    }

    private static List<Row> Read(IDataView data, string labelColumn, string imageColumn)
    {
        DataViewSchema.Column label = ColumnErrors.Find(data.Schema, "label", labelColumn);
        if (label.Type is not (TextDataViewType or KeyDataViewType))
            throw ColumnErrors.Mismatch(nameof(labelColumn), "label", labelColumn, "String or Key", label.Type.ToString()!);
        DataViewSchema.Column? image = OfText(data.Schema.GetColumnOrNull(imageColumn));
        DataViewSchema.Column? part = OfText(data.Schema.GetColumnOrNull(PartNames.Column));
        using DataViewRowCursor cursor = data.GetRowCursor(
            new[] { label, image, part }.OfType<DataViewSchema.Column>().DistinctBy(column => column.Index));
        Func<string> readLabel = label.Type is KeyDataViewType ? NameReader(cursor, label) : TextReader(cursor, label);
        Func<string>? readPath = image is { } path ? TextReader(cursor, path) : null;
        Func<string>? readPart = part is { } own ? TextReader(cursor, own) : null;
        var rows = new List<Row>();
        while (cursor.MoveNext())
            rows.Add(new Row(readPath?.Invoke() ?? $"{rows.Count:D12}", readLabel(), readPart?.Invoke()));
        return rows;
    }

    private static DataViewSchema.Column? OfText(DataViewSchema.Column? column) =>
        column?.Type is TextDataViewType ? column : null;

    private static Func<string> NameReader(DataViewRow row, DataViewSchema.Column key)
    {
        IReadOnlyList<string> names = LabelNames.Of(key);
        Func<ulong> read = KeyReader.Of(row, key);
        return () => read() is var number and not 0 ? names[(int)number - 1] : "";
    }

    private static Func<string> TextReader(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<ReadOnlyMemory<char>> get = row.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> text = default;
        return () =>
        {
            get(ref text);
            return text.ToString();
        };
    }

    private sealed record Row(string Path, string Label, string? Part);
}
