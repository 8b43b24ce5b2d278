using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Which columns the members of a class are.</summary>
public sealed class SchemaDefinition : List<SchemaDefinition.Column>
{
    private SchemaDefinition()
    {
    }

    public Column this[string columnName]
    {
        get => Find(column => column.ColumnName == columnName);
        set
        {
            Check.NotNull(value, nameof(value));
            int index = FindIndex(column => column.ColumnName == columnName);
            if (index >= 0)
                this[index] = value;
            else
                Add(value);
        }
    }

    public static SchemaDefinition Create(Type userType, Direction direction = Direction.Both)
    {
        Check.NotNull(userType, nameof(userType));
        var definition = new SchemaDefinition();
        foreach (MemberInfo member in MembersOf(userType, direction))
        {
            if (member.GetCustomAttribute<NoColumnAttribute>() is not null)
                continue;
            string name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name;
            if (definition[name] is not null)
                throw new ArgumentException($"Duplicate column name '{name}' detected, this is disallowed", nameof(userType));
            definition.Add(new Column(member.Name, TypeOf(member), name));
        }
        return definition;
    }

    /// <summary>The type of a field or property.</summary>
    internal static Type ValueTypeOf(MemberInfo member) =>
        member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    private static IEnumerable<MemberInfo> MembersOf(Type type, Direction direction)
    {
        IEnumerable<MemberInfo> properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property =>
            property.GetIndexParameters().Length == 0
            && ((direction.HasFlag(Direction.Read) && property.GetGetMethod() is not null)
                || (direction.HasFlag(Direction.Write) && property.GetSetMethod() is not null)));
        return type.GetFields(BindingFlags.Public | BindingFlags.Instance).Concat(properties);
    }

    private static DataViewType TypeOf(MemberInfo member)
    {
        Type type = ValueTypeOf(member);
        bool isVector = type.IsArray || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>));
        Type item = type.IsArray ? type.GetElementType() : isVector ? type.GetGenericArguments()[0] : type;
        PrimitiveDataViewType itemType = member.GetCustomAttribute<KeyTypeAttribute>() is { } key
            ? new KeyDataViewType(item, key.Count)
            : PrimitiveDataViewType.Of(item, member.Name);
        return isVector
            ? new VectorDataViewType(itemType, member.GetCustomAttribute<VectorTypeAttribute>()?.Dims ?? [0])
            : itemType;
    }

    /// <summary>Whether members are read from or written to.</summary>
    [Flags]
    public enum Direction
    {
        Read = 1,
        Write = 2,
        Both = Read | Write,
    }

    /// <summary>The column that a member is.</summary>
    public sealed class Column
    {
        private readonly DataViewSchema.Annotations.Builder _annotations = new();

        internal Column(string memberName, DataViewType columnType, string columnName) =>
            (MemberName, ColumnType, ColumnName) = (memberName, columnType, columnName);

        public string MemberName { get; }

        public string ColumnName { get; set; }

        public DataViewType ColumnType { get; set; }

        public DataViewSchema.Annotations Annotations => _annotations.ToAnnotations();

        public void AddAnnotation<T>(string kind, T value, DataViewType annotationType)
        {
            Check.NotNull(kind, nameof(kind));
            Check.NotNull(annotationType, nameof(annotationType));
            if (Annotations.Schema.GetColumnOrNull(kind) is not null)
                throw new InvalidOperationException("Column already contains an annotation of this kind.");
            ValueCopier<T> copy = ValueCopier.For<T>();
            _annotations.Add(kind, annotationType, (ref T destination) => copy(value, ref destination));
        }
    }
}
