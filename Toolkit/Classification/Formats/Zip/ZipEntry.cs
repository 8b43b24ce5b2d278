namespace MLResNet.Formats.Zip;

/// <summary>One file of a zip archive: its name, its bytes, and where they begin in the archive.</summary>
internal sealed record ZipEntry(string Name, int Offset, ReadOnlyMemory<byte> Data);
