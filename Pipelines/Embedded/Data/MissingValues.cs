using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The condition that no column has a missing value: one that is not a number, or a key of 0.</summary>
internal static class MissingValues
{
    public static Func<DataViewRow, Func<bool>> Absent(params string[] columns) => row =>
    {
        Func<bool>[] conditions = [.. columns.Select(name => row.Schema[name]).Select(column =>
            Generic.Call<Func<bool>>(typeof(MissingValues), nameof(IsWhole), [column.Type.RawType], row, column))];
        return () => Array.TrueForAll(conditions, condition => condition());
    };

    private static Func<bool> IsWhole<T>(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<T> get = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            get(ref value);
            return value switch
            {
                float number => !float.IsNaN(number),
                double number => !double.IsNaN(number),
                VBuffer<float> vector => AllNumbers(vector),
                uint key when column.Type is KeyDataViewType => key > 0,
                _ => true,
            };
        };
    }

    private static bool AllNumbers(VBuffer<float> vector)
    {
        foreach (float number in vector.GetValues())
        {
            if (float.IsNaN(number))
                return false;
        }
        return true;
    }
}
