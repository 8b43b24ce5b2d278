using System.Security.Cryptography;
using System.Text;

namespace MLResNet.CodeGeneration.Writing;

/// <summary>A file as it is to be.</summary>
/// <param name="Path">Its path in the project's folder, with <c>/</c> between the names.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record ProjectFile(string Path, ReadOnlyMemory<byte> Content)
{
    public ProjectFile(string path, string text) : this(path, Encoding.UTF8.GetBytes(text)) { }

    /// <summary>SHA-256 of the content, 64 hexadecimal digits in lower case.</summary>
    public string Hash { get; } = HashOf(Content.Span);

    public static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
