namespace Microsoft.ML.Data;

/// <summary>A type with parts.</summary>
public abstract class StructuredDataViewType : DataViewType
{
    protected StructuredDataViewType(Type rawType) : base(rawType)
    {
    }
}
