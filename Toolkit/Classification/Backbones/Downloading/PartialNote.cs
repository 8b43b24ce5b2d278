namespace MLResNet.Backbones.Downloading;

/// <summary>Which version of which file a <see cref="PartialFile"/> is the beginning of.</summary>
/// <param name="Address">Where it is fetched.</param>
/// <param name="Validator">
/// What the server told the version by, as If-Range takes it: a strong entity tag in its quotes, or the date of the last change.
/// </param>
/// <param name="ServerSha256">The checksum that the server gave, if any.</param>
internal sealed record PartialNote(string Address, string Validator, string? ServerSha256);
