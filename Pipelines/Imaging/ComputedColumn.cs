using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLResNet.Pipelines.Imaging;

/// <summary>A column that is made of what the network gives for an image.</summary>
internal sealed record ComputedColumn(DataViewSchema.DetachedColumn Column, Func<NumbersOfRow, Delegate> CreateGetter)
{
    /// <summary>All numbers, with names for them or without.</summary>
    public static ComputedColumn Vector(string name, int size, IReadOnlyList<string>? slotNames) =>
        new(new(name, new VectorDataViewType(NumberDataViewType.Single, size), Texts("SlotNames", slotNames)), VectorGetter);

    /// <summary>The place of the largest number, as a key.</summary>
    public static ComputedColumn Largest(string name, IReadOnlyList<string> values) =>
        new(new(name, new KeyDataViewType(typeof(uint), values.Count), Texts("KeyValues", values)), LargestGetter);

    private static DataViewSchema.Annotations? Texts(string kind, IReadOnlyList<string>? texts)
    {
        if (texts is null)
            return null;
        var vector = new VBuffer<ReadOnlyMemory<char>>(texts.Count, [.. texts.Select(text => text.AsMemory())]);
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(
            kind, new VectorDataViewType(TextDataViewType.Instance, texts.Count),
            (ref VBuffer<ReadOnlyMemory<char>> value) => vector.CopyTo(ref value));
        return builder.ToAnnotations();
    }

    private static ValueGetter<VBuffer<float>> VectorGetter(NumbersOfRow numbers) => (ref VBuffer<float> value) =>
    {
        ReadOnlySpan<float> all = numbers();
        VBufferEditor<float> editor = VBufferEditor.Create(ref value, all.Length);
        all.CopyTo(editor.Values);
        value = editor.Commit();
    };

    private static ValueGetter<uint> LargestGetter(NumbersOfRow numbers) => (ref uint value) =>
    {
        ReadOnlySpan<float> all = numbers();
        int best = 0;
        for (int i = 1; i < all.Length; i++)
        {
            if (all[i] > all[best])
                best = i;
        }
        value = float.IsNaN(all[best]) ? 0 : (uint)best + 1;
    };
}
