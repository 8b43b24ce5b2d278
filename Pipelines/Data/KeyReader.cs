using Microsoft.ML;

namespace MLResNet.Pipelines.Data;

/// <summary>Reads keys, whatever unsigned integers they are.</summary>
internal static class KeyReader
{
    /// <summary>Reads the key of the row that a cursor stands on: from 1, or 0 for a missing one.</summary>
    public static Func<ulong> Of(DataViewRow row, DataViewSchema.Column column)
    {
        Type type = column.Type.RawType;
        return type == typeof(uint) ? Read<uint>(row, column, key => key)
            : type == typeof(byte) ? Read<byte>(row, column, key => key)
            : type == typeof(ushort) ? Read<ushort>(row, column, key => key)
            : Read<ulong>(row, column, key => key);
    }

    private static Func<ulong> Read<T>(DataViewRow row, DataViewSchema.Column column, Func<T, ulong> widen) where T : struct
    {
        ValueGetter<T> get = row.GetGetter<T>(column);
        T key = default;
        return () =>
        {
            get(ref key);
            return widen(key);
        };
    }
}
