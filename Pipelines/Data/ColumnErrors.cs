using Microsoft.ML;

namespace MLResNet.Pipelines.Data;

/// <summary>What goes wrong with columns, in the words of ML.NET.</summary>
internal static class ColumnErrors
{
    public static DataViewSchema.Column Find(DataViewSchema schema, string role, string name) =>
        schema.GetColumnOrNull(name) ?? throw Missing(nameof(schema), role, name);

    public static Exception Missing(string parameter, string role, string name) =>
        new ArgumentOutOfRangeException(parameter, $"Could not find {role} column '{name}'");

    public static Exception Mismatch(string parameter, string role, string name, string expected, string actual) =>
        new ArgumentOutOfRangeException(
            parameter, $"Schema mismatch for {role} column '{name}': expected {expected}, got {actual}");

    public static void RequireActive(DataViewRow row, DataViewSchema.Column column)
    {
        if (!row.IsColumnActive(column))
            throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' is not active");
    }

    public static Exception OtherType(DataViewSchema.Column column, Type wanted) =>
        new InvalidOperationException($"Column '{column.Name}' is of type {column.Type}, and a getter of {wanted} was asked for");
}
