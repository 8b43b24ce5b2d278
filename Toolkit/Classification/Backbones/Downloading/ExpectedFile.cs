namespace MLResNet.Backbones.Downloading;

/// <summary>What is known beforehand of a file to be downloaded.</summary>
/// <param name="Name">What errors call it.</param>
/// <param name="Bytes">Its length, if known.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal digits, or the first of them; null if unknown.</param>
/// <param name="Md5">Its MD5 in lower-case hexadecimal digits; null if unknown.</param>
/// <param name="Pin">Where the SHA-256 was noted when the file was first seen; null if it is published.</param>
internal sealed record ExpectedFile(string Name, long? Bytes, string? Sha256, string? Md5, string? Pin = null);
