using Microsoft.ML;
using MLResNet.Pipelines.Cursors;
using MLResNet.Pipelines.Data;

namespace MLResNet.Pipelines.Imaging;

/// <summary>Adds columns to rows that have an image: the heart of this project's transformers.</summary>
/// <param name="ImageColumn">The column of the image.</param>
/// <param name="Network">What computes.</param>
/// <param name="Added">The columns to add.</param>
internal sealed record ImageMapping(string ImageColumn, IImageNetwork Network, IReadOnlyList<ComputedColumn> Added)
{
    /// <summary>Images that are computed together.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Told of images that cannot be read, whose numbers become NaN; null throws.</summary>
    public Action<UnreadableFile>? OnUnreadable { get; init; }

    /// <summary>Checks the column of the image in a shape.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not there, or of another type.</exception>
    public static void Check(SchemaShape shape, string imageColumn)
    {
        SchemaShape.Column column = shape.Find("input", imageColumn);
        if (ImageColumnKinds.Of(column) is null)
            throw ColumnErrors.Mismatch("inputSchema", "input", imageColumn, ImageColumnKinds.Names, column.TypeText());
    }

    /// <summary>The column of the image.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not there, or of another type.</exception>
    public DataViewSchema.Column ImageIn(DataViewSchema input)
    {
        DataViewSchema.Column column = ColumnErrors.Find(input, "input", ImageColumn);
        return ImageColumnKinds.Of(column.Type) is not null
            ? column
            : throw ColumnErrors.Mismatch(nameof(input), "input", ImageColumn, ImageColumnKinds.Names, column.Type.ToString()!);
    }

    /// <summary>The columns of the input, in their places, and the added ones after them.</summary>
    public DataViewSchema OutputOf(DataViewSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ImageIn(input);
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        builder.AddColumns(Added.Select(added => added.Column));
        return builder.ToSchema();
    }

    /// <summary>A view with the added columns.</summary>
    public IDataView Over(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ImageView(input, this);
    }
}
