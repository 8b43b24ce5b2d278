using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Writes the columns of rows into the members of objects.</summary>
internal sealed class ObjectReader<TRow> where TRow : class
{
    private readonly List<(MemberColumn Member, DataViewSchema.Column Column)> _pairs = [];

    /// <summary>Finds the columns of the members.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is not there.</exception>
    /// <exception cref="InvalidOperationException">One is of another type.</exception>
    public ObjectReader(DataViewSchema schema, bool ignoreMissingColumns, SchemaDefinition definition)
    {
        foreach (MemberColumn member in MemberColumn.Of(typeof(TRow), definition, SchemaDefinition.Direction.Write))
        {
            if (schema.GetColumnOrNull(member.Name) is not { } column)
            {
                if (ignoreMissingColumns)
                    continue;
                throw Check.Missing("Schema", "", member.Name);
            }
            if (!member.Takes(column.Type))
            {
                throw new InvalidOperationException(
                    $"Can't bind the IDataView column '{member.Name}' of type '{column.Type}' to field or property "
                    + $"'{member.MemberName}' of type '{member.MemberType.FullName}'.");
            }
            _pairs.Add((member, column));
        }
    }

    public IEnumerable<DataViewSchema.Column> Columns => _pairs.Select(pair => pair.Column);

    /// <summary>What copies a row into an object.</summary>
    public Action<TRow> Over(DataViewRow row)
    {
        Action<TRow>[] writers = [.. _pairs.Select(pair => pair.Member.CreateWriter<TRow>(row, row.Schema[pair.Column.Index]))];
        return target =>
        {
            foreach (Action<TRow> write in writers)
                write(target);
        };
    }
}
