namespace Microsoft.ML.Data;

/// <summary>Fills vectors, in the arrays that they have where those are long enough.</summary>
public static class VBufferEditor
{
    public static VBufferEditor<T> Create<T>(scoped ref VBuffer<T> destination, int newLogicalLength, int? valuesCount = null) =>
        destination.Edit(newLogicalLength, valuesCount ?? newLogicalLength);
}
