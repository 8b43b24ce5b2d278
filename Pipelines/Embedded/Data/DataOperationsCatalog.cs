using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Makes, takes apart and caches data.</summary>
public sealed class DataOperationsCatalog
{
    private readonly IHostEnvironment _env;

    internal DataOperationsCatalog(IHostEnvironment env) => _env = env;

    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition schemaDefinition = null) where TRow : class
    {
        Check.NotNull(data, nameof(data));
        return new EnumerableView<TRow>(data, MemberColumn.Of(typeof(TRow), schemaDefinition, SchemaDefinition.Direction.Read));
    }

    public IEnumerable<TRow> CreateEnumerable<TRow>(
        IDataView data, bool reuseRowObject, bool ignoreMissingColumns = false, SchemaDefinition schemaDefinition = null)
        where TRow : class, new()
    {
        Check.NotNull(data, nameof(data));
        return Enumerate(data, new ObjectReader<TRow>(data.Schema, ignoreMissingColumns, schemaDefinition), reuseRowObject);
    }

    public IDataView Cache(IDataView input, params string[] columnsToPrefetch)
    {
        Check.NotNull(input, nameof(input));
        foreach (string column in columnsToPrefetch ?? [])
        {
            if (input.Schema.GetColumnOrNull(column) is null)
                throw Check.Missing(nameof(columnsToPrefetch), "prefetch", column);
        }
        return new CacheView(input, columnsToPrefetch ?? []);
    }

    public IDataView FilterRowsByMissingValues(IDataView input, params string[] columns)
    {
        Check.NotNull(input, nameof(input));
        if (columns is not { Length: > 0 })
            throw new ArgumentException("There must be a column.", nameof(columns));
        return new FilteredView(input, [.. columns.Select(name => input.Schema[name])], MissingValues.Absent(columns));
    }

    public IDataView ShuffleRows(IDataView input, int? seed = null, int shufflePoolSize = 1000, bool shuffleSource = true)
    {
        Check.NotNull(input, nameof(input));
        if (shufflePoolSize < 1)
            throw new ArgumentException("Must be positive", nameof(shufflePoolSize));
        return new ShuffledView(input, MLContext.SeedOf(_env, seed), shufflePoolSize, shuffleSource);
    }

    public IDataView SkipRows(IDataView input, long count) => Window(input, count, skips: true);

    public IDataView TakeRows(IDataView input, long count) => Window(input, count, skips: false);

    public TrainTestData TrainTestSplit(
        IDataView data, double testFraction = 0.1, string samplingKeyColumnName = null, int? seed = null)
    {
        Check.NotNull(data, nameof(data));
        if (testFraction is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(testFraction), "Must be between 0 and 1 exclusive");
        var draw = new RowDraw(data, samplingKeyColumnName, MLContext.SeedOf(_env, seed));
        return new TrainTestData(draw.Where(value => value >= testFraction), draw.Where(value => value < testFraction));
    }

    internal static IReadOnlyList<TrainTestData> Folds(
        IHostEnvironment env, IDataView data, int numberOfFolds, string samplingKeyColumnName, int? seed)
    {
        Check.NotNull(data, nameof(data));
        if (numberOfFolds < 2)
            throw new ArgumentOutOfRangeException(nameof(numberOfFolds), "Must be more than 1");
        var draw = new RowDraw(data, samplingKeyColumnName, MLContext.SeedOf(env, seed));
        return [.. Enumerable.Range(0, numberOfFolds).Select(fold => new TrainTestData(
            draw.Where(value => (int)(value * numberOfFolds) != fold),
            draw.Where(value => (int)(value * numberOfFolds) == fold)))];
    }

    private static FilteredView Window(IDataView input, long count, bool skips)
    {
        Check.NotNull(input, nameof(input));
        if (count < 1)
            throw new ArgumentException("Must be greater than zero.", nameof(count));
        return new FilteredView(input, [], _ =>
        {
            long seen = 0;
            return () => ++seen <= count != skips;
        });
    }

    private static IEnumerable<TRow> Enumerate<TRow>(IDataView data, ObjectReader<TRow> reader, bool reuse)
        where TRow : class, new()
    {
        using DataViewRowCursor cursor = data.GetRowCursor(reader.Columns);
        Action<TRow> fill = reader.Over(cursor);
        TRow row = null;
        while (cursor.MoveNext())
        {
            row = reuse && row is not null ? row : new TRow();
            fill(row);
            yield return row;
        }
    }

    /// <summary>A view in two parts.</summary>
    public struct TrainTestData
    {
        public readonly IDataView TrainSet;
        public readonly IDataView TestSet;

        internal TrainTestData(IDataView trainSet, IDataView testSet) => (TrainSet, TestSet) = (trainSet, testSet);
    }
}
