namespace MLResNet.Engine.Kernels.Convolutions;

/// <summary>How a window moves over a map of a given size: what it writes, and where the padding lies.</summary>
/// <param name="Height">Rows written.</param>
/// <param name="Width">Columns written.</param>
/// <param name="PadTop">Rows of padding above.</param>
/// <param name="PadLeft">Columns of padding to the left.</param>
internal readonly record struct Window(int Height, int Width, int PadTop, int PadLeft);
