using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Copies values so that changing one leaves the other as it is.</summary>
internal delegate void ValueCopier<T>(in T source, ref T destination);

/// <summary>Finds the way to copy values of a type.</summary>
internal static class ValueCopier
{
    public static ValueCopier<T> For<T>() =>
        typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(VBuffer<>)
            ? Generic.Call<ValueCopier<T>>(typeof(ValueCopier), nameof(OfVector), [typeof(T).GetGenericArguments()[0]])
            : static (in T source, ref T destination) => destination = source;

    private static ValueCopier<VBuffer<TItem>> OfVector<TItem>() =>
        static (in VBuffer<TItem> source, ref VBuffer<TItem> destination) => source.CopyTo(ref destination);
}
