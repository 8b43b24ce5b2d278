using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using MLResNet.Hosting.Tests;

namespace MLResNet.Serving.Tests;

public sealed class CapacityTests : IDisposable
{
    private static readonly byte[] Good = ModelFiles.Pictures[0];

    private readonly ModelFiles _files = new();

    public CapacityTests() => _files.WriteInPlace(1);

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_full_server_tells_to_come_again_and_answers_those_whom_it_has_accepted()
    {
        await using Server server = await Server.StartAsync(_files, options => options.MaxConcurrentRequests = 2);
        (NetworkStream first, byte[] rest) = await server.SendHalfAsync(Good);
        (NetworkStream second, _) = await server.SendHalfAsync(Good);

        using HttpResponseMessage refused = await server.Client.PostAsync("/classify", Server.Image(Good));
        using HttpResponseMessage model = await server.Client.GetAsync("/model");
        await first.WriteAsync(rest);
        await second.WriteAsync(rest);

        await ProblemTests.AssertProblem(refused, 503, "busy", "again");
        Assert.True(refused.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.Equal(HttpStatusCode.OK, model.StatusCode);
        foreach (NetworkStream connection in new[] { first, second })
            Assert.Equal(ModelFiles.ScoresOf(1)[0], await ScoresFrom(connection));
        Assert.Single(await server.ClassifyAsync(Server.Image(Good)));
    }

    [Fact]
    public async Task Clients_that_vanish_in_the_middle_of_an_upload_leave_their_places_to_others()
    {
        await using Server server = await Server.StartAsync(_files, options => options.MaxConcurrentRequests = 3);
        for (int round = 0; round < 4; round++)
        {
            for (int i = 0; i < 3; i++)
            {
                (NetworkStream connection, _) = await server.SendHalfAsync(Good);
                if (i % 2 == 0)
                    connection.Socket.LingerState = new LingerOption(true, 0); // a reset rather than an end
                connection.Dispose();
                await Server.Until(async () => await server.MetricAsync("mlresnet_request_active{") == 0);
            }
        }

        Assert.Single(await server.ClassifyAsync(Server.Image(Good)));
        Assert.Equal(1, await server.MetricAsync("mlresnet_predictions_total"));
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/healthz/ready")).StatusCode);
    }

    [Fact]
    public async Task Who_sends_too_slowly_is_told_so_and_leaves_its_place()
    {
        await using Server server = await Server.StartAsync(_files, options =>
        {
            options.MaxConcurrentRequests = 1;
            options.RequestTimeout = TimeSpan.FromMilliseconds(500);
        });
        (NetworkStream slow, _) = await server.SendHalfAsync(Good);
        using (slow)
        {
            using var reader = new StreamReader(slow);
            Assert.Equal("HTTP/1.1 408 Request Timeout", await reader.ReadLineAsync());
        }
        await Server.Until(async () => (await server.Client.PostAsync("/classify", Server.Image(Good))).StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Shutdown_finishes_what_was_accepted_and_takes_no_more()
    {
        await using Server server = await Server.StartAsync(_files);
        (NetworkStream connection, byte[] rest) = await server.SendHalfAsync(Good);

        Task stop = server.StopAsync();
        await Server.Until(async () =>
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, server.Address.Port);
                return false;
            }
            catch (SocketException)
            {
                return true;
            }
        });
        Assert.False(stop.IsCompleted);
        await connection.WriteAsync(rest);

        Assert.Equal(ModelFiles.ScoresOf(1)[0], await ScoresFrom(connection));
        await stop;
    }

    /// <summary>The answer to a request that was sent by hand.</summary>
    private static async Task<float[]> ScoresFrom(NetworkStream connection)
    {
        using var reader = new StreamReader(connection);
        string answer = await reader.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        string json = answer[answer.IndexOf('{', StringComparison.Ordinal)..(answer.LastIndexOf('}') + 1)];
        using JsonDocument document = JsonDocument.Parse(json);
        return Server.Scores(document.RootElement.GetProperty("predictions")[0]);
    }
}
