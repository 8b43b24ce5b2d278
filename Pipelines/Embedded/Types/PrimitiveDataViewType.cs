namespace Microsoft.ML.Data;

/// <summary>A type without parts.</summary>
public abstract class PrimitiveDataViewType : DataViewType
{
    protected PrimitiveDataViewType(Type rawType) : base(rawType)
    {
    }

    /// <summary>The type that stands for a .NET type: of numbers, text, truth values and times.</summary>
    internal static PrimitiveDataViewType Of(Type rawType, string member) =>
        rawType == typeof(ReadOnlyMemory<char>) || rawType == typeof(string) ? TextDataViewType.Instance
        : rawType == typeof(bool) ? BooleanDataViewType.Instance
        : rawType == typeof(DataViewRowId) ? RowIdDataViewType.Instance
        : NumberDataViewType.Of(rawType) ?? throw new ArgumentException(
            $"Could not determine an IDataView type and registered custom types for member {member}", nameof(rawType));
}
