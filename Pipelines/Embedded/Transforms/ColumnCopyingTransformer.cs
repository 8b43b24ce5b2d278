using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Copies a column.</summary>
public sealed class ColumnCopyingTransformer : OneToOneTransformerBase
{
    internal ColumnCopyingTransformer(string outputColumnName, string inputColumnName) : base(outputColumnName, inputColumnName)
    {
    }

    internal static ColumnCopyingTransformer Load(BinaryReader reader) => new(reader.ReadString(), reader.ReadString());

    private protected override DataViewSchema.DetachedColumn Describe(DataViewSchema.Column input) =>
        new(OutputColumn, input.Type, input.Annotations);

    private protected override Delegate CreateGetter(DataViewRow row, DataViewSchema.Column input) =>
        Generic.Call<Delegate>(typeof(ColumnCopyingTransformer), nameof(Getter), [input.Type.RawType], row, input);

    private protected override void SaveModel(ModelSaveContext ctx) => ctx.Save(ModelLoadContext.Copy, writer =>
    {
        writer.Write(OutputColumn);
        writer.Write(InputColumn);
    });

    private static ValueGetter<T> Getter<T>(DataViewRow row, DataViewSchema.Column input) => row.GetGetter<T>(input);
}
