using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace MLResNet.Serving.Endpoints;

/// <summary>The header that a request shows the API key in, if one is demanded.</summary>
internal sealed class ApiKeyHeader(string? key)
{
    public const string Name = "X-Api-Key";

    // The digest has a length of its own, so that comparing takes the same time for any key.
    private readonly byte[]? _digest = key is null ? null : Digest(key);

    /// <summary>Whether a request may pass.</summary>
    public bool Admits(HttpRequest request) =>
        _digest is null || CryptographicOperations.FixedTimeEquals(_digest, Digest(request.Headers[Name].ToString()));

    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
