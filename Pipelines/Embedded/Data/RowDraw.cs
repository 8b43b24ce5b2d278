using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// A number from 0 to 1 for every row: the same whenever it is asked for, and for rows of the same sampling key.
/// </summary>
internal sealed class RowDraw
{
    private readonly IDataView _data;
    private readonly DataViewSchema.Column[] _key;
    private readonly ulong _seed;

    public RowDraw(IDataView data, string samplingKeyColumn, int seed)
    {
        _data = data;
        _seed = Mix((ulong)seed);
        _key = samplingKeyColumn is null ? [] :
            [data.Schema.GetColumnOrNull(samplingKeyColumn)
                ?? throw Check.Missing(nameof(samplingKeyColumn), "SamplingKeyColumn", samplingKeyColumn)];
    }

    /// <summary>The rows whose number a condition holds for.</summary>
    public IDataView Where(Func<double, bool> condition) => new FilteredView(_data, _key, row =>
    {
        Func<ulong> source = _key is [var key]
            ? Generic.Call<Func<ulong>>(typeof(RowDraw), nameof(HashOf), [key.Type.RawType], row, row.Schema[key.Index])
            : IdOf(row);
        return () => condition((Mix(source() ^ _seed) >> 11) * (1.0 / (1UL << 53)));
    });

    private static Func<ulong> IdOf(DataViewRow row)
    {
        ValueGetter<DataViewRowId> get = row.GetIdGetter();
        return () =>
        {
            DataViewRowId id = default;
            get(ref id);
            return Mix(id.Low) ^ id.High;
        };
    }

    private static Func<ulong> HashOf<T>(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<T> get = row.GetGetter<T>(column);
        return () =>
        {
            T value = default;
            get(ref value);
            ulong hash = 0xCBF29CE484222325;
            foreach (char c in value.ToString())
                hash = (hash ^ c) * 0x100000001B3;
            return hash;
        };
    }

    // The finalizer of SplitMix64.
    private static ulong Mix(ulong z)
    {
        z = (z + 0x9E3779B97F4A7C15 ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
