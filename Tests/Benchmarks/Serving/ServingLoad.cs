using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging.Abstractions;
using MLResNet.Formats.Jpeg;
using MLResNet.Serving;

namespace MLResNet.Benchmarks.Serving;

/// <summary>
/// Drives the server over loopback with keep-alive connections, in this process, so that client and server share the cores; prints a
/// table in Markdown.
/// </summary>
internal static class ServingLoad
{
    private const int Clients = 16;
    private const int Turns = 4;
    private const int Vanishing = 200;

    /// <param name="model">The model package.</param>
    /// <param name="seconds">How long each part lasts.</param>
    /// <param name="requests">Requests over which memory is watched.</param>
    public static async Task MeasureAsync(string model, double seconds, int requests)
    {
        byte[] photo = JpegEncoder.Encode(Noise.Picture(500, 375), quality: 85);
        TimeSpan time = TimeSpan.FromSeconds(seconds);
        await using WebApplication app = ImageClassifierServer.Create(
            model, ["http://127.0.0.1:0"], _ => { }, _ => { }, NullLoggerProvider.Instance);
        await app.StartAsync();
        var address = new Uri(app.Urls.Single());
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = Clients, PooledConnectionLifetime = Timeout.InfiniteTimeSpan };
        using var client = new HttpClient(handler) { BaseAddress = address };

        await LoadAsync(client, photo, Clients, () => false, TimeSpan.FromSeconds(Math.Min(2, seconds)));
        // In turns, and the best of each, since whatever else a machine does slows down one or the other.
        double engine = 0;
        Latencies full = new();
        for (int turn = 0; turn < Turns; turn++)
        {
            engine = Math.Max(engine, EngineImagesPerSecond(model, photo, time / Turns));
            Latencies load = await LoadAsync(client, photo, Clients, () => false, time / Turns);
            full = turn == 0 || load.PerSecond > full.PerSecond ? load : full;
        }
        Latencies half = await PacedAsync(client, photo, full.PerSecond / 2, time);
        (double before, double after, int failures) = await MemoryAsync(client, photo, requests);
        int failed = await VanishAsync(client, address, photo);
        await app.StopAsync();

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            | | |
            | --- | ---: |
            | the engine's own throughput, `PredictMany` on the same photo | {engine:F1} images/s |
            | the server's, {Clients} keep-alive connections | {full.PerSecond:F1} images/s |
            | share | {full.PerSecond / engine:P0} |
            | median and 99th percentile at that load | {full.At(0.5):F1} ms, {full.At(0.99):F1} ms |
            | the same at half of it | {half.At(0.5):F1} ms, {half.At(0.99):F1} ms |
            | 99th percentile over median at half load | {half.At(0.99) / half.At(0.5):F2} |
            | memory after a tenth of {requests} requests, and after all | {before:F0} MB, {after:F0} MB |
            | failed of all of those | {full.Failures + half.Failures + failures} |
            | failed while {Vanishing} clients vanished in the middle of an upload | {failed} |
            """));
    }

    /// <summary>What the library makes of many files that are this photo: it decodes them meanwhile, and predicts in batches.</summary>
    private static double EngineImagesPerSecond(string model, byte[] photo, TimeSpan time)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, photo);
            using ImageClassifier classifier = ImageClassifier.Load(model);
            long start = 0;
            int images = 0;
            foreach (FilePrediction _ in classifier.PredictMany(Enumerable.Repeat(path, int.MaxValue)))
            {
                if (start == 0)
                    start = Stopwatch.GetTimestamp(); // the first one warms up
                else if (++images % 32 == 0 && Stopwatch.GetElapsedTime(start) > time)
                    break;
            }
            return images / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Each client sends its next request when it has the answer to the last.</summary>
    private static async Task<Latencies> LoadAsync(
        HttpClient client, byte[] photo, int clients, Func<bool> isEnough, TimeSpan? time = null)
    {
        var latencies = new Latencies();
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            while (!isEnough() && !(Stopwatch.GetElapsedTime(start) > time))
                await AskAsync(client, photo, latencies, Stopwatch.GetTimestamp());
        }));
        latencies.Took(Stopwatch.GetElapsedTime(start));
        return latencies;
    }

    /// <summary>
    /// Requests come at a fixed rate whether or not the earlier ones are answered; the time counts from when each was due, so that
    /// a server that stalls cannot hide it.
    /// </summary>
    private static async Task<Latencies> PacedAsync(HttpClient client, byte[] photo, double perSecond, TimeSpan time)
    {
        var latencies = new Latencies();
        var asked = new List<Task>();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i / perSecond < time.TotalSeconds; i++)
        {
            long due = start + (long)(i / perSecond * Stopwatch.Frequency);
            TimeSpan early = TimeSpan.FromSeconds((due - Stopwatch.GetTimestamp()) / (double)Stopwatch.Frequency);
            if (early > TimeSpan.Zero)
                await Task.Delay(early);
            asked.Add(AskAsync(client, photo, latencies, due));
        }
        await Task.WhenAll(asked);
        latencies.Took(Stopwatch.GetElapsedTime(start));
        return latencies;
    }

    private static async Task AskAsync(HttpClient client, byte[] photo, Latencies latencies, long start)
    {
        try
        {
            using var content = new ByteArrayContent(photo);
            content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
            using HttpResponseMessage response = await client.PostAsync("/classify", content);
            await response.Content.ReadAsByteArrayAsync();
            latencies.Add(Stopwatch.GetElapsedTime(start), response.IsSuccessStatusCode);
        }
        catch (HttpRequestException)
        {
            latencies.Add(Stopwatch.GetElapsedTime(start), succeeded: false);
        }
    }

    /// <summary>The process's memory in MB after a tenth of the requests and after all, garbage collected.</summary>
    private static async Task<(double Before, double After, int Failures)> MemoryAsync(HttpClient client, byte[] photo, int requests)
    {
        int left = requests / 10;
        Latencies first = await LoadAsync(client, photo, Clients, () => Interlocked.Decrement(ref left) < 0);
        double before = Memory();
        left = requests - requests / 10;
        Latencies rest = await LoadAsync(client, photo, Clients, () => Interlocked.Decrement(ref left) < 0);
        return (before, Memory(), first.Failures + rest.Failures);
    }

    private static double Memory()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        using Process process = Process.GetCurrentProcess();
        return process.WorkingSet64 / 1e6;
    }

    /// <summary>Requests that fail while other clients break off their uploads.</summary>
    private static async Task<int> VanishAsync(HttpClient client, Uri address, byte[] photo)
    {
        bool isOver = false;
        Task<Latencies> others = LoadAsync(client, photo, clients: 2, () => Volatile.Read(ref isOver));
        for (int i = 0; i < Vanishing; i++)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(address.Host, address.Port);
            string head = $"POST /classify HTTP/1.1\r\nHost: load\r\nContent-Type: image/jpeg\r\nContent-Length: {photo.Length}\r\n\r\n";
            await socket.SendAsync(Encoding.ASCII.GetBytes(head));
            await socket.SendAsync(photo.AsMemory(0, photo.Length / 2));
            socket.LingerState = new LingerOption(i % 2 == 0, 0); // every other one by a reset
        }
        Volatile.Write(ref isOver, true);
        return (await others).Failures;
    }
}
