using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Turns keys back into the values that they stand for.</summary>
public sealed class KeyToValueMappingTransformer : OneToOneTransformerBase
{
    internal KeyToValueMappingTransformer(string outputColumnName, string inputColumnName)
        : base(outputColumnName, inputColumnName)
    {
    }

    internal static KeyToValueMappingTransformer Load(BinaryReader reader) => new(reader.ReadString(), reader.ReadString());

    private protected override DataViewSchema.DetachedColumn Describe(DataViewSchema.Column input)
    {
        if (input.Type is not KeyDataViewType key)
            throw Check.Mismatch(nameof(input), "input", InputColumn, "key type", input.Type.ToString());
        if (ValuesOf(input) is not { } values)
            throw new InvalidOperationException("Metadata KeyValues does not exist");
        if ((ulong)values.Size != key.Count)
            throw new InvalidOperationException("KeyValues metadata size does not match column type key count");
        return new(OutputColumn, values.ItemType);
    }

    private protected override Delegate CreateGetter(DataViewRow row, DataViewSchema.Column input) => Generic.Call<Delegate>(
        typeof(KeyToValueMappingTransformer), nameof(Getter), [input.Type.RawType, ValuesOf(input).ItemType.RawType], row, input);

    private protected override void SaveModel(ModelSaveContext ctx) => ctx.Save(ModelLoadContext.KeyToValue, writer =>
    {
        writer.Write(OutputColumn);
        writer.Write(InputColumn);
    });

    private static VectorDataViewType ValuesOf(DataViewSchema.Column input) =>
        input.Annotations.Schema.GetColumnOrNull(AnnotationKinds.KeyValues)?.Type as VectorDataViewType;

    private static ValueGetter<TValue> Getter<TKey, TValue>(DataViewRow row, DataViewSchema.Column input)
    {
        VBuffer<TValue> values = default;
        input.GetKeyValues(ref values);
        ValueGetter<TKey> get = row.GetGetter<TKey>(input);
        TKey key = default;
        TValue missing = typeof(TValue) == typeof(float) ? (TValue)(object)float.NaN
            : typeof(TValue) == typeof(double) ? (TValue)(object)double.NaN : default;
        return (ref TValue value) =>
        {
            get(ref key);
            ulong number = Convert.ToUInt64(key, null);
            value = number == 0 || number > (ulong)values.Length ? missing : values.GetItemOrDefault((int)number - 1);
        };
    }
}
