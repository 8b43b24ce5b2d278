using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>The names of annotations, and how those of text are made.</summary>
internal static class AnnotationKinds
{
    public const string SlotNames = "SlotNames";
    public const string KeyValues = "KeyValues";

    public static DataViewSchema.Annotations OfTexts(string kind, IReadOnlyList<string> texts) =>
        OfValues(kind, TextDataViewType.Instance, [.. texts.Select(text => text.AsMemory())]);

    public static DataViewSchema.Annotations OfValues<T>(string kind, PrimitiveDataViewType type, T[] values)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        var vector = new VBuffer<T>(values.Length, values);
        builder.Add(
            kind, new VectorDataViewType(type, values.Length), (ref VBuffer<T> destination) => vector.CopyTo(ref destination));
        return builder.ToAnnotations();
    }

    /// <summary>The texts of an annotation; null if it is not there or no text.</summary>
    public static string[] TextsOf(DataViewSchema.Annotations annotations, string kind)
    {
        if (annotations.Schema.GetColumnOrNull(kind)?.Type is not VectorDataViewType { ItemType: TextDataViewType })
            return null;
        VBuffer<ReadOnlyMemory<char>> texts = default;
        annotations.GetValue(kind, ref texts);
        return [.. texts.DenseValues().Select(text => text.ToString())];
    }
}
