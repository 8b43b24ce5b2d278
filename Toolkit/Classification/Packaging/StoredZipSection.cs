namespace MLResNet.Packaging;

/// <summary>Where an entry of a <see cref="StoredZip"/> lies.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Offset">First byte of its data, counted from the start of the file.</param>
/// <param name="Length">Bytes of data.</param>
internal sealed record StoredZipSection(string Name, int Offset, int Length);
