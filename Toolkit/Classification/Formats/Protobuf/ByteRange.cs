namespace MLResNet.Formats.Protobuf;

/// <summary>A part of a file that has been checked to lie within it.</summary>
/// <param name="Offset">First byte, counted from the start of the file.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct ByteRange(int Offset, int Length);
