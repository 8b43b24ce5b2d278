using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>A schema in a model file: names, types, and annotations of texts.</summary>
internal static class StoredSchema
{
    private static readonly string[] Kinds = [AnnotationKinds.SlotNames, AnnotationKinds.KeyValues];

    public static void Write(BinaryWriter writer, DataViewSchema schema)
    {
        writer.Write(schema.Count);
        foreach (DataViewSchema.Column column in schema)
        {
            writer.Write(column.Name);
            WriteType(writer, column.Type);
            foreach (string kind in Kinds)
            {
                string[] texts = AnnotationKinds.TextsOf(column.Annotations, kind) ?? [];
                writer.Write(texts.Length);
                foreach (string text in texts)
                    writer.Write(text);
            }
        }
    }

    public static DataViewSchema Read(BinaryReader reader)
    {
        var builder = new DataViewSchema.Builder();
        for (int columns = reader.ReadInt32(); columns > 0; columns--)
        {
            string name = reader.ReadString();
            DataViewType type = ReadType(reader);
            var annotations = new DataViewSchema.Annotations.Builder();
            foreach (string kind in Kinds)
            {
                string[] texts = [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => reader.ReadString())];
                if (texts.Length > 0)
                    annotations.Add(AnnotationKinds.OfTexts(kind, texts), _ => true);
            }
            builder.AddColumn(name, type, annotations.ToAnnotations());
        }
        return builder.ToSchema();
    }

    private static void WriteType(BinaryWriter writer, DataViewType type)
    {
        var vector = type as VectorDataViewType;
        DataViewType item = vector is null ? type : vector.ItemType;
        writer.Write(vector?.Dimensions.Length ?? 0);
        foreach (int dimension in vector?.Dimensions ?? [])
            writer.Write(dimension);
        writer.Write(item is KeyDataViewType key ? key.Count : 0);
        writer.Write(item.RawType.AssemblyQualifiedName);
    }

    private static DataViewType ReadType(BinaryReader reader)
    {
        int[] dimensions = [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => reader.ReadInt32())];
        ulong count = reader.ReadUInt64();
        Type raw = Type.GetType(reader.ReadString(), throwOnError: true);
        PrimitiveDataViewType item = count > 0 ? new KeyDataViewType(raw, count) : PrimitiveDataViewType.Of(raw, "Schema");
        return dimensions.Length > 0 ? new VectorDataViewType(item, dimensions) : item;
    }
}
