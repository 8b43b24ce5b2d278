using MLResNet.Formats;

namespace MLResNet.Cli.Inspection;

/// <summary>A file of a data set after it has been read.</summary>
/// <param name="Path">The file.</param>
/// <param name="Format">What its content is.</param>
/// <param name="Width">Pixels a row; 0 if it cannot be read.</param>
/// <param name="Height">Rows; 0 if it cannot be read.</param>
/// <param name="Problem">Why it cannot be read, or null.</param>
internal sealed record InspectedImage(string Path, ImageFormat Format, int Width, int Height, string? Problem);
