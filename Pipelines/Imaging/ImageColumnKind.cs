using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLResNet.Pipelines.Imaging;

/// <summary>A kind of column that has images.</summary>
/// <param name="Name">What errors call it, as ML.NET writes the type.</param>
/// <param name="IsVector">Whether an image is a vector of items, rather than one.</param>
/// <param name="HasItems">Whether the items are of a type.</param>
/// <param name="CreateReader">Reads the images of a row: row, column, and how many can be remembered.</param>
internal sealed record ImageColumnKind(
    string Name, bool IsVector, Func<DataViewType, bool> HasItems,
    Func<DataViewRow, DataViewSchema.Column, int, ImageReader> CreateReader);
