namespace MLResNet.Formats.Safetensors;

/// <summary>One tensor of a safetensors file: what the header says of it.</summary>
/// <param name="Name">Its name, unique in the file.</param>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Dimensions, outermost first; none for a scalar.</param>
/// <param name="Offset">First byte, counted from the start of the file.</param>
/// <param name="Length">Bytes.</param>
internal sealed record SafetensorsTensor(string Name, SafetensorsType Type, long[] Shape, long Offset, long Length);
