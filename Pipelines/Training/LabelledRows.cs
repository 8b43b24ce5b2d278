using Microsoft.ML;
using Microsoft.ML.Data;
using MLResNet.Pipelines.Data;
using MLResNet.Pipelines.Imaging;

namespace MLResNet.Pipelines.Training;

/// <summary>Goes through rows once, and notes paths and labels.</summary>
internal sealed class LabelledRows
{
    private readonly string _imageColumn;
    private readonly string _labelColumn;
    private readonly IReadOnlyList<string> _labels;
    private readonly ImageSpool _spool;
    private readonly int[][] _indices; // images of the same label share the list of it
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);

    /// <param name="imageColumn">The column of the image.</param>
    /// <param name="labelColumn">The column of the label.</param>
    /// <param name="labels">The labels, in the order of the training set's keys.</param>
    /// <param name="spool">Where images that are in no file are put.</param>
    public LabelledRows(string imageColumn, string labelColumn, IReadOnlyList<string> labels, ImageSpool spool)
    {
        (_imageColumn, _labelColumn, _labels, _spool) = (imageColumn, labelColumn, labels, spool);
        _indices = [.. Enumerable.Range(0, labels.Count).Select(i => new[] { i })];
        for (int i = 0; i < labels.Count; i++)
            _byName.TryAdd(labels[i], i);
    }

    /// <summary>The rows' images, without those that have no label.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is not there, or of another type.</exception>
    /// <exception cref="DatasetException">A row has a label that is none of the training set.</exception>
    public ImageFolder Read(IDataView rows, string name)
    {
        DataViewSchema.Column label = ColumnErrors.Find(rows.Schema, "label", _labelColumn);
        DataViewSchema.Column image = ColumnErrors.Find(rows.Schema, "input", _imageColumn);
        if (ImageColumnKinds.Of(image.Type) is null)
            throw ColumnErrors.Mismatch(nameof(rows), "input", _imageColumn, ImageColumnKinds.Names, image.Type.ToString()!);
        using DataViewRowCursor cursor = rows.GetRowCursor([label, image]);
        Func<int> readLabel = LabelReader(cursor, label, name);
        ImageReader reader = ImageReader.Create(cursor, image, slots: 1);
        var images = new List<LabeledImage>();
        while (cursor.MoveNext())
        {
            if (readLabel() is not (>= 0 and var index))
                continue;
            reader.Read(0);
            images.Add(new LabeledImage(reader.ToFile(0, _spool), _indices[index]));
        }
        return ImageFolder.Of(name, _labels, [.. images]);
    }

    private Func<int> LabelReader(DataViewRow row, DataViewSchema.Column label, string name)
    {
        if (label.Type is KeyDataViewType)
        {
            int[] places = [.. LabelNames.Of(label).Select(value => _byName.GetValueOrDefault(value, -1))];
            Func<ulong> read = KeyReader.Of(row, label);
            return () => read() is var key and not 0 ? places[key - 1] : -1;
        }
        if (label.Type is not TextDataViewType)
            throw ColumnErrors.Mismatch(nameof(label), "label", label.Name, "Key or String", label.Type.ToString()!);
        ValueGetter<ReadOnlyMemory<char>> get = row.GetGetter<ReadOnlyMemory<char>>(label);
        ReadOnlyMemory<char> text = default;
        return () =>
        {
            get(ref text);
            return text.IsEmpty ? -1 : _byName.TryGetValue(text.ToString(), out int index) ? index : throw new DatasetException(
                $"In {name}, row {row.Position + 1} has the label '{text}', which the training set does not have.");
        };
    }
}
