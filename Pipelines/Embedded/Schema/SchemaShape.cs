using System.Collections;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>What an estimator knows of a schema before it is fitted: no sizes.</summary>
public sealed class SchemaShape : IReadOnlyList<SchemaShape.Column>
{
    private static readonly SchemaShape Empty = new([]);

    private readonly Column[] _columns;

    public SchemaShape(IEnumerable<Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _columns = [.. columns];
        if (_columns.Any(column => !column.IsValid))
            throw new ArgumentException("Some items are not initialized properly.", nameof(columns));
    }

    public int Count => _columns.Length;

    public Column this[int index] => _columns[index];

    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static SchemaShape Create(DataViewSchema schema) =>
        new(schema.Where(column => !column.IsHidden).Select(column => Column.Of(column.Name, column.Type, column.Annotations)));

    internal bool TryFindColumn(string name, out Column column)
    {
        column = Array.Find(_columns, each => each.Name == name);
        return column.IsValid;
    }

    /// <summary>The shape with columns added, or put in the place of those of the same name.</summary>
    internal SchemaShape With(params Column[] added) =>
        new([.. _columns.Where(column => !added.Any(each => each.Name == column.Name)), .. added]);

    /// <summary>The shape of a column.</summary>
    public struct Column
    {
        public readonly string Name;
        public readonly VectorKind Kind;
        public readonly DataViewType ItemType;
        public readonly bool IsKey;
        public readonly SchemaShape Annotations;

        internal Column(string name, VectorKind vecKind, DataViewType itemType, bool isKey, SchemaShape annotations = null) =>
            (Name, Kind, ItemType, IsKey, Annotations) = (name, vecKind, itemType, isKey, annotations ?? Empty);

        internal bool IsValid => Name is not null;

        internal bool HasKeyValues => Annotations.TryFindColumn(AnnotationKinds.KeyValues, out _);

        internal static Column Of(string name, DataViewType type, DataViewSchema.Annotations annotations = null)
        {
            var vector = type as VectorDataViewType;
            VectorKind kind = vector is null ? VectorKind.Scalar
                : vector.IsKnownSize ? VectorKind.Vector : VectorKind.VariableVector;
            DataViewType item = vector is null ? type : vector.ItemType;
            SchemaShape inner = annotations is null ? Empty : new(annotations.Schema.Select(each => Of(each.Name, each.Type)));
            return item is KeyDataViewType
                ? new Column(name, kind, NumberDataViewType.Of(item.RawType), isKey: true, inner)
                : new Column(name, kind, item, isKey: false, inner);
        }

        internal string GetTypeString()
        {
            string item = IsKey ? $"Key<{ItemType}>" : ItemType.ToString();
            return Kind switch
            {
                VectorKind.Vector => $"Vector<{item}>",
                VectorKind.VariableVector => $"VarVector<{item}>",
                _ => item,
            };
        }

        /// <summary>Whether a column has one value a row, or several.</summary>
        public enum VectorKind
        {
            Scalar,
            Vector,
            VariableVector,
        }
    }
}
