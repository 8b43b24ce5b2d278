using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging.Abstractions;
using MLResNet.Hosting;
using MLResNet.Hosting.Tests;

namespace MLResNet.Serving.Tests;

/// <summary>A server of a small model on a port of its own, and a client.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Server(WebApplication app) => _app = app;

    public Uri Address { get; private init; } = null!;

    public HttpClient Client { get; private init; } = null!;

    /// <summary>What the tool would start, on a file that is followed eagerly.</summary>
    public static Task<Server> StartAsync(ModelFiles files, Action<ImageClassifierEndpointOptions>? configure = null) => StartAsync(
        ImageClassifierServer.Create(files.Path, ["http://127.0.0.1:0"], Eagerly, configure ?? (_ => { }), NullLoggerProvider.Instance));

    public static async Task<Server> StartAsync(WebApplication app)
    {
        await app.StartAsync();
        var address = new Uri(app.Urls.Single());
        return new Server(app) { Address = address, Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(1) } };
    }

    public static HttpContent Image(byte[] image, string type = "image/png")
    {
        var content = new ByteArrayContent(image);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }

    public static MultipartFormDataContent Form(params (string Name, byte[] Bytes)[] files)
    {
        var form = new MultipartFormDataContent();
        foreach ((string name, byte[] bytes) in files)
            form.Add(new ByteArrayContent(bytes), "images", name);
        return form;
    }

    /// <summary>Waits until something is so, and fails if it never is.</summary>
    public static async Task Until(Func<Task<bool>> condition)
    {
        long end = Environment.TickCount64 + 60_000;
        while (!await condition())
        {
            Assert.True(Environment.TickCount64 < end, "It has not come to pass within a minute.");
            await Task.Delay(2);
        }
    }

    public static float[] Scores(JsonElement prediction) => [.. prediction.GetProperty("scores").EnumerateArray()
        .OrderBy(score => score.GetProperty("label").GetString(), StringComparer.Ordinal)
        .Select(score => score.GetProperty("score").GetSingle())];

    /// <summary>The predictions of a request that is answered well.</summary>
    public async Task<JsonElement[]> ClassifyAsync(HttpContent content, string path = "/classify")
    {
        using HttpResponseMessage response = await Client.PostAsync(path, content);
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, body);
        using JsonDocument document = JsonDocument.Parse(body);
        return [.. document.RootElement.GetProperty("predictions").EnumerateArray().Select(element => element.Clone())];
    }

    public async Task<JsonElement> GetJsonAsync(string path)
    {
        using JsonDocument document = JsonDocument.Parse(await Client.GetStringAsync(path));
        return document.RootElement.Clone();
    }

    /// <summary>A request of which the head and the first half of the body are sent; the server has seen it when this returns.</summary>
    public async Task<(NetworkStream Connection, byte[] Remainder)> SendHalfAsync(byte[] image)
    {
        double before = await MetricAsync("mlresnet_request_active{", "classify");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, Address.Port);
        var connection = new NetworkStream(socket, ownsSocket: true);
        string head = $"POST /classify HTTP/1.1\r\nHost: test\r\nContent-Type: image/png\r\nContent-Length: {image.Length}\r\nConnection: close\r\n\r\n";
        await connection.WriteAsync(Encoding.ASCII.GetBytes(head));
        await connection.WriteAsync(image.AsMemory(0, image.Length / 2));
        await Until(async () => await MetricAsync("mlresnet_request_active{", "classify") > before);
        return (connection, image[(image.Length / 2)..]);
    }

    /// <summary>The sum of a metric's samples that begin and contain as said.</summary>
    public async Task<double> MetricAsync(string start, string contains = "")
    {
        string text = await Client.GetStringAsync("/metrics");
        return text.Split('\n')
            .Where(line => line.StartsWith(start, StringComparison.Ordinal) && line.Contains(contains, StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private static void Eagerly(HostedImageClassifierOptions options)
    {
        options.PollInterval = TimeSpan.FromMilliseconds(5);
        options.SettleTime = TimeSpan.FromMilliseconds(40);
    }
}
