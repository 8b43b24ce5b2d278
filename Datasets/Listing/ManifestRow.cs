namespace MLResNet.Listing;

/// <summary>A row of a manifest: where it begins, path and labels as written, and the split, null where there is none.</summary>
internal readonly record struct ManifestRow(int Line, string Path, string Labels, string? Split);
