namespace MLResNet.Packaging;

/// <summary>One file of a package: its name and its bytes.</summary>
internal sealed record StoredZipEntry(string Name, ReadOnlyMemory<byte> Data);
