using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLResNet.Pipelines.Data;

/// <summary>
/// Shapes of columns to be added. ML.NET makes them for itself alone, so they are asked for from a mapping that adds such
/// columns.
/// </summary>
internal static class ColumnShapes
{
    private static readonly MLContext Context = new();

    /// <summary>A vector of numbers; with names of slots, or without.</summary>
    public static SchemaShape.Column Vector(string name, bool hasSlotNames)
    {
        var definition = SchemaDefinition.Create(typeof(VectorRow));
        SchemaDefinition.Column column = definition.Single();
        column.ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1);
        if (hasSlotNames)
            AddTexts(column, "SlotNames");
        return ShapeOf<VectorRow>(definition, name);
    }

    /// <summary>A key; with texts as its values, or without.</summary>
    public static SchemaShape.Column Key(string name, bool hasKeyValues)
    {
        var definition = SchemaDefinition.Create(typeof(KeyRow));
        SchemaDefinition.Column column = definition.Single();
        column.ColumnType = new KeyDataViewType(typeof(uint), 1);
        if (hasKeyValues)
            AddTexts(column, "KeyValues");
        return ShapeOf<KeyRow>(definition, name);
    }

    /// <summary>A shape with columns added, or put in the place of those of the same name.</summary>
    public static SchemaShape With(this SchemaShape shape, params SchemaShape.Column[] added) =>
        new(shape.Where(column => !added.Any(other => other.Name == column.Name)).Concat(added));

    /// <summary>A column of a shape.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not there.</exception>
    public static SchemaShape.Column Find(this SchemaShape shape, string role, string name)
    {
        foreach (SchemaShape.Column column in shape)
        {
            if (column.Name == name)
                return column;
        }
        throw ColumnErrors.Missing("inputSchema", role, name);
    }

    /// <summary>The type of a column in ML.NET's words.</summary>
    public static string TypeText(this SchemaShape.Column column)
    {
        string item = column.IsKey ? $"Key<{column.ItemType}>" : column.ItemType.ToString()!;
        return column.Kind switch
        {
            SchemaShape.Column.VectorKind.Vector => $"Vector<{item}>",
            SchemaShape.Column.VectorKind.VariableVector => $"VarVector<{item}>",
            _ => item,
        };
    }

    private static void AddTexts(SchemaDefinition.Column column, string kind) => column.AddAnnotation(
        kind, new VBuffer<ReadOnlyMemory<char>>(1, ["".AsMemory()]), new VectorDataViewType(TextDataViewType.Instance, 1));

    private static SchemaShape.Column ShapeOf<TRow>(SchemaDefinition definition, string name) where TRow : class, new()
    {
        definition.Single().ColumnName = name;
        return Context.Transforms.CustomMapping<NoColumns, TRow>((_, _) => { }, null, null, definition)
            .GetOutputSchema(new SchemaShape([])).Single();
    }

    private sealed class NoColumns;

    private sealed class VectorRow
    {
        public float[]? Values { get; set; }
    }

    private sealed class KeyRow
    {
        public uint Value { get; set; }
    }
}
