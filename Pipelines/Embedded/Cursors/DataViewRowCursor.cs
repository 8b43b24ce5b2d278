namespace Microsoft.ML;

/// <summary>A row that moves on to the next.</summary>
public abstract class DataViewRowCursor : DataViewRow
{
    public abstract bool MoveNext();
}
