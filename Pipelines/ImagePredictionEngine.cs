using System.Collections.Concurrent;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLResNet.Pipelines.Data;

namespace MLResNet.Pipelines;

/// <summary>
/// Names pictures by a model of ML.NET's: from files, bytes and streams, on any number of threads, one by one or many. ML.NET's
/// own engine is for one thread at a time; this one keeps as many of those as are in use at once.
/// </summary>
public sealed class ImagePredictionEngine : IDisposable
{
    private readonly ModelOperationsCatalog _catalog;
    private readonly ITransformer _model;
    private readonly string _imageColumn;
    private readonly string _labelColumn;
    private readonly string _scoreColumn;
    private readonly ConcurrentBag<PredictionEngine<PathRow, ScoreRow>> _ofPaths = [];
    private readonly ConcurrentBag<PredictionEngine<BytesRow, ScoreRow>> _ofBytes = [];

    internal ImagePredictionEngine(
        ModelOperationsCatalog catalog, ITransformer model, string imageColumn, string labelColumn, string scoreColumn)
    {
        (_catalog, _model) = (catalog, model);
        (_imageColumn, _labelColumn, _scoreColumn) = (imageColumn, labelColumn, scoreColumn);
        DataViewSchema input = new MLContext().Data.LoadFromEnumerable<PathRow>([], InputOf<PathRow>()).Schema;
        DataViewSchema.Column scores = ColumnErrors.Find(model.GetOutputSchema(input), "score", scoreColumn);
        if (scores.Type is not VectorDataViewType { IsKnownSize: true } vector
            || !vector.ItemType.Equals(NumberDataViewType.Single))
            throw ColumnErrors.Mismatch(nameof(scoreColumn), "score", scoreColumn, "Vector<Single>", scores.Type.ToString()!);
        Labels = NamesOf(scores, vector.Size);
        _ofPaths.Add(Create<PathRow>());
    }

    /// <summary>What the model tells apart, in the order of its scores.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Names the picture in a file.</summary>
    /// <param name="path">The file; its content decides what it is, not its extension.</param>
    /// <exception cref="Formats.ImageFormatException">
    /// The file cannot be read as an image; the message begins with the path.
    /// </exception>
    public Prediction Predict(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Predict(_ofPaths, new PathRow { Image = path });
    }

    /// <summary>Names an encoded picture.</summary>
    /// <param name="image">The bytes of a JPEG, PNG, BMP or GIF.</param>
    /// <exception cref="Formats.ImageFormatException">They cannot be read as an image.</exception>
    public Prediction Predict(byte[] image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Predict(_ofBytes, new BytesRow { Image = image });
    }

    /// <summary>Names an encoded picture from a stream, which is read to its end and left open.</summary>
    /// <param name="image">A JPEG, PNG, BMP or GIF.</param>
    /// <exception cref="Formats.ImageFormatException">It cannot be read as an image.</exception>
    public Prediction Predict(Stream image)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var copy = new MemoryStream();
        image.CopyTo(copy);
        return Predict(copy.ToArray());
    }

    /// <summary>Names the pictures in many files, in their order, in batches, while it is enumerated.</summary>
    /// <param name="paths">The files.</param>
    /// <exception cref="Formats.ImageFormatException">
    /// A file cannot be read as an image; the message begins with the path.
    /// </exception>
    public IEnumerable<Prediction> PredictMany(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var context = new MLContext();
        IDataView rows = context.Data.LoadFromEnumerable(paths.Select(path => new PathRow { Image = path }), InputOf<PathRow>());
        return context.Data.CreateEnumerable<ScoreRow>(_model.Transform(rows), reuseRowObject: false, schemaDefinition: Output())
            .Select(ToPrediction);
    }

    /// <summary>Lets go of ML.NET's engines; the model stays. No prediction may be under way.</summary>
    public void Dispose()
    {
        while (_ofPaths.TryTake(out PredictionEngine<PathRow, ScoreRow>? engine))
            engine.Dispose();
        while (_ofBytes.TryTake(out PredictionEngine<BytesRow, ScoreRow>? engine))
            engine.Dispose();
    }

    private static string[] NamesOf(DataViewSchema.Column scores, int count)
    {
        if (!scores.HasSlotNames())
            return [.. Enumerable.Range(1, count).Select(number => $"{number}")];
        VBuffer<ReadOnlyMemory<char>> names = default;
        scores.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    private Prediction Predict<TRow>(ConcurrentBag<PredictionEngine<TRow, ScoreRow>> idle, TRow row) where TRow : class
    {
        if (!idle.TryTake(out PredictionEngine<TRow, ScoreRow>? engine))
            engine = Create<TRow>();
        ScoreRow result = engine.Predict(row);
        idle.Add(engine); // one that has failed is left to the collector
        return ToPrediction(result);
    }

    private Prediction ToPrediction(ScoreRow row) => new(Labels, row.Score);

    private PredictionEngine<TRow, ScoreRow> Create<TRow>() where TRow : class =>
        _catalog.CreatePredictionEngine<TRow, ScoreRow>(_model, new PredictionEngineOptions
        {
            InputSchemaDefinition = InputOf<TRow>(),
            OutputSchemaDefinition = Output(),
            IgnoreMissingColumns = false,
            OwnsTransformer = false,
        });

    private SchemaDefinition InputOf<TRow>()
    {
        var definition = SchemaDefinition.Create(typeof(TRow));
        definition.Single(column => column.MemberName == nameof(PathRow.Image)).ColumnName = _imageColumn;
        definition.Single(column => column.MemberName == nameof(PathRow.Label)).ColumnName = _labelColumn;
        return definition;
    }

    private SchemaDefinition Output()
    {
        var definition = SchemaDefinition.Create(typeof(ScoreRow));
        definition.Single().ColumnName = _scoreColumn;
        return definition;
    }

    private sealed class PathRow
    {
        public string Image { get; set; } = "";

        public string Label { get; set; } = "";
    }

    private sealed class BytesRow
    {
        public byte[] Image { get; set; } = [];

        public string Label { get; set; } = "";
    }

    private sealed class ScoreRow
    {
        public float[] Score { get; set; } = [];
    }
}
