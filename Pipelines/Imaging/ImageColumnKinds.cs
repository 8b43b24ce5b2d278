using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLResNet.Pipelines.Imaging;

/// <summary>
/// The kinds of column that images are read from: paths, encoded bytes, and those that only the packages of ML.NET have.
/// </summary>
internal static partial class ImageColumnKinds
{
    private static readonly IReadOnlyList<ImageColumnKind> All = List();

    /// <summary>What errors say that was expected.</summary>
    public static string Names => string.Join(" or ", All.Select(kind => kind.Name));

    /// <summary>The kind of a column of a type; null if images are not read from it.</summary>
    public static ImageColumnKind? Of(DataViewType type) =>
        type is VectorDataViewType vector ? Find(isVector: true, vector.ItemType) : Find(isVector: false, type);

    /// <summary>The kind of a column that is known by its shape; null if images are not read from it.</summary>
    public static ImageColumnKind? Of(SchemaShape.Column column) =>
        column.IsKey ? null : Find(column.Kind != SchemaShape.Column.VectorKind.Scalar, column.ItemType);

    private static ImageColumnKind? Find(bool isVector, DataViewType item) =>
        All.FirstOrDefault(kind => kind.IsVector == isVector && kind.HasItems(item));

    private static List<ImageColumnKind> List()
    {
        List<ImageColumnKind> kinds =
        [
            new("String (a path)", IsVector: false, item => item is TextDataViewType,
                (row, column, slots) => new PathReader(row, column, slots)),
            new("Vector<Byte> (an encoded image)", IsVector: true, item => item.Equals(NumberDataViewType.Byte),
                (row, column, slots) => new EncodedReader(row, column, slots)),
        ];
        AddKindsOfPackages(kinds);
        return kinds;
    }

    /// <summary>Adds what the folder Packages knows; nothing where it is not compiled.</summary>
    static partial void AddKindsOfPackages(List<ImageColumnKind> kinds);
}
