namespace MLResNet.Hosting;

/// <summary>A model in service.</summary>
/// <param name="Path">The file that it was loaded from, in full.</param>
/// <param name="Version">
/// 1 for the first model of a <see cref="HostedImageClassifier"/>, and one more for each that took over.
/// </param>
/// <param name="Hash">SHA-256 of the file, in lower-case hexadecimal digits.</param>
/// <param name="LoadedAt">When it was loaded.</param>
/// <param name="Labels">What it tells apart, in the order of its scores.</param>
public sealed record HostedModel(string Path, int Version, string Hash, DateTimeOffset LoadedAt, IReadOnlyList<string> Labels);
