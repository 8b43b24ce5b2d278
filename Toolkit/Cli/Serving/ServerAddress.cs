using System.Net;
using Microsoft.AspNetCore.Http;

namespace MLResNet.Cli.Serving;

/// <summary>Where a server listens: http://127.0.0.1:5000.</summary>
/// <param name="Url">The address in full.</param>
/// <param name="IsLoopback">Whether only programs of the same machine reach it.</param>
internal sealed record ServerAddress(string Url, bool IsLoopback)
{
    public const string Default = "http://127.0.0.1:5000";

    /// <summary>Reads addresses with semicolons between them.</summary>
    /// <exception cref="MLResNetException">One is none.</exception>
    public static ServerAddress[] ParseAll(string urls)
    {
        ServerAddress[] addresses = [.. urls.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
        return addresses.Length > 0 ? addresses : throw Error(urls);
    }

    private static ServerAddress Parse(string url)
    {
        try
        {
            BindingAddress address = BindingAddress.Parse(url);
            bool isLocalhost = address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
            bool isPort = address.Port is >= 0 and <= IPEndPoint.MaxPort && !(isLocalhost && address.Port == 0); // a name of two addresses
            if (address.Scheme != "http" || address.PathBase.Length > 0 || address.IsUnixPipe || address.IsNamedPipe || !isPort)
                throw Error(url);
            bool isLoopback = isLocalhost || (IPAddress.TryParse(address.Host, out IPAddress? ip) && IPAddress.IsLoopback(ip));
            return new ServerAddress(url, isLoopback);
        }
        catch (FormatException)
        {
            throw Error(url);
        }
    }

    private static MLResNetException Error(string url) => new(
        $"--urls takes addresses such as {Default} or http://0.0.0.0:8080, not '{url}'; for https put a reverse proxy in front.");
}
