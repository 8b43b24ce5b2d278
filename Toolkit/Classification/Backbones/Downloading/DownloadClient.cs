using System.Net;

namespace MLResNet.Backbones.Downloading;

/// <summary>The one HTTP client of the process: through the system's proxy, with the user's credentials for it.</summary>
internal static class DownloadClient
{
    private static readonly Lazy<HttpClient> Client = new(Create);

    public static HttpClient Shared => Client.Value;

    /// <summary>A client as <see cref="FileDownload"/> needs it.</summary>
    public static HttpClient Create()
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None, // ranges count the file's own bytes
            ConnectTimeout = TimeSpan.FromSeconds(15),
            DefaultProxyCredentials = CredentialCache.DefaultCredentials,
        };
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd(ToolVersion.NameAndVersion.Replace(' ', '/'));
        return client;
    }
}
