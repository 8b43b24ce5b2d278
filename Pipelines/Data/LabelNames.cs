using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLResNet.Pipelines.Data;

/// <summary>What the values of a key are called.</summary>
internal static class LabelNames
{
    /// <summary>The texts of its values, in their order; of a key without values, their numbers.</summary>
    public static IReadOnlyList<string> Of(DataViewSchema.Column label)
    {
        int count = checked((int)((KeyDataViewType)label.Type).Count);
        if (label.Annotations.Schema.GetColumnOrNull("KeyValues")?.Type is not VectorDataViewType values || values.Size != count)
            return [.. Enumerable.Range(1, count).Select(number => number.ToString(CultureInfo.InvariantCulture))];
        var read = (IReader)Activator.CreateInstance(typeof(Reader<>).MakeGenericType(values.ItemType.RawType))!;
        return read.Read(label);
    }

    private interface IReader
    {
        IReadOnlyList<string> Read(DataViewSchema.Column label);
    }

    private sealed class Reader<T> : IReader
    {
        public IReadOnlyList<string> Read(DataViewSchema.Column label)
        {
            VBuffer<T> values = default;
            label.Annotations.GetValue("KeyValues", ref values);
            return [.. values.DenseValues().Select(value =>
                value is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : value!.ToString()!)];
        }
    }
}
