using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MLResNet.Classification.Tests.Backbones.Downloading;

/// <summary>
/// An HTTP server on this machine that does to each request, one after the other, what a test wants: it speaks to the bare
/// socket, so that it can also break every rule. What is not scripted is answered as a good server would.
/// </summary>
internal sealed class FileServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<Func<Request, Task>> _script;
    private readonly List<Request> _requests = [];

    /// <summary>Serves a file, after the given misbehaviours.</summary>
    public FileServer(byte[] file, params Func<Request, Task>[] script)
    {
        File = file;
        _script = new(script);
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>What is served.</summary>
    public byte[] File { get; set; }

    /// <summary>The entity tag of what is served; null for none.</summary>
    public string? Tag { get; set; } = "\"1\"";

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>The requests so far.</summary>
    public IReadOnlyList<Request> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    /// <summary>Sends a part of the file in a full answer, then closes the connection.</summary>
    public static Func<Request, Task> Truncate(int bytes) => async request =>
    {
        await request.SendHead(200, "OK", request.Server.File.Length);
        await request.Send(request.Server.File.AsMemory(0, bytes));
    };

    /// <summary>Sends a part of the file and then nothing, but keeps the connection.</summary>
    public static Func<Request, Task> Stall(int bytes) => async request =>
    {
        await Truncate(bytes)(request);
        await Task.Delay(Timeout.Infinite, request.Server._stop.Token);
    };

    /// <summary>Answers with a status and no file.</summary>
    public static Func<Request, Task> Status(int code, string reason, string headers = "") => request =>
        request.Send(Encoding.ASCII.GetBytes($"HTTP/1.1 {code} {reason}\r\nContent-Length: 0\r\nConnection: close\r\n{headers}\r\n"));

    /// <summary>Answers with other bytes, whatever was asked for.</summary>
    public static Func<Request, Task> Whole(byte[] bytes) => async request =>
    {
        await request.SendHead(200, "OK", bytes.Length);
        await request.Send(bytes);
    };

    /// <summary>Behaves.</summary>
    public static async Task Behave(Request request)
    {
        byte[] file = request.Server.File;
        int from = request.RangeStart ?? 0;
        bool isSame = request.Headers.GetValueOrDefault("if-range") == request.Server.Tag;
        if (request.RangeStart is null || !isSame)
        {
            await Whole(file)(request);
        }
        else if (from >= file.Length)
        {
            await Status(416, "Range Not Satisfiable", $"Content-Range: bytes */{file.Length}\r\n")(request);
        }
        else
        {
            await request.SendHead(206, "Partial Content", file.Length - from, $"Content-Range: bytes {from}-{file.Length - 1}/{file.Length}\r\n");
            await request.Send(file.AsMemory(from));
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = AnswerAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var request = await Request.ReadAsync(this, client.GetStream());
                Func<Request, Task> answer;
                lock (_requests)
                {
                    _requests.Add(request);
                    answer = _script.TryDequeue(out Func<Request, Task>? next) ? next : Behave;
                }
                await answer(request);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // The client has had enough, or the test is over.
            }
        }
    }

    /// <summary>One request, and the connection to answer it on.</summary>
    internal sealed class Request(FileServer server, NetworkStream stream, string path, IReadOnlyDictionary<string, string> headers)
    {
        public FileServer Server { get; } = server;

        public string Path { get; } = path;

        public IReadOnlyDictionary<string, string> Headers { get; } = headers;

        /// <summary>The first byte that is asked for; null if it is the whole file.</summary>
        public int? RangeStart => Headers.TryGetValue("range", out string? range)
            ? int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture)
            : null;

        public static async Task<Request> ReadAsync(FileServer server, NetworkStream stream)
        {
            var text = new StringBuilder();
            byte[] one = new byte[1];
            while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) > 0)
                text.Append((char)one[0]);
            string[] lines = text.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            var headers = lines.Skip(1).Select(line => line.Split(": ", 2))
                .ToDictionary(pair => pair[0].ToLowerInvariant(), pair => pair[1]);
            return new Request(server, stream, lines is [var first, ..] ? first.Split(' ')[1] : "", headers);
        }

        public Task SendHead(int code, string reason, long length, string headers = "") => Send(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {code} {reason}\r\nContent-Length: {length}\r\nConnection: close\r\n"
            + (Server.Tag is null ? "" : $"ETag: {Server.Tag}\r\n") + $"{headers}\r\n"));

        public async Task Send(ReadOnlyMemory<byte> bytes) => await stream.WriteAsync(bytes);
    }
}
