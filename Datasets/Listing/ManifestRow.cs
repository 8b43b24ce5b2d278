namespace MLResNet.Listing;

/// <summary>A row of a manifest: the line it begins on, the path and labels as written, and the split, null where there is no such column.</summary>
internal readonly record struct ManifestRow(int Line, string Path, string Labels, string? Split);
