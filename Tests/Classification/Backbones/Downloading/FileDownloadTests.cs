using System.Security.Cryptography;
using System.Text;
using MLResNet.Backbones;
using MLResNet.Backbones.Downloading;

namespace MLResNet.Classification.Tests.Backbones.Downloading;

public sealed class FileDownloadTests : IDisposable
{
    private static readonly byte[] Content = Bytes(300_000, seed: 1);

    private readonly string _folder = Directory.CreateTempSubdirectory("mlresnet-").FullName;
    private readonly List<(DownloadStage Stage, long Bytes, long? Total)> _reports = [];

    private PartialFile Partial => new(Path.Combine(_folder, "weights.part"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_comes_in_whole_and_its_progress_is_told()
    {
        using var server = new FileServer(Content);

        FileDigest digest = await Download(server);

        Assert.Equal(Content, File.ReadAllBytes(Partial.Path));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Content)), digest.Sha256);
        Assert.Contains((DownloadStage.Receiving, Content.Length, Content.Length), _reports);
        Assert.Equal(_reports.Select(report => report.Bytes).Order(), _reports.Select(report => report.Bytes));
    }

    [Fact]
    public async Task What_a_truncated_answer_brought_is_gone_on_with()
    {
        using var server = new FileServer(Content, FileServer.Truncate(100_000), FileServer.Status(503, "Busy", "Retry-After: 0\r\n"));

        await Download(server);

        Assert.Equal(Content, File.ReadAllBytes(Partial.Path));
        Assert.Equal([null, 100_000, 100_000], server.Requests.Select(request => request.RangeStart));
        Assert.Equal("\"1\"", server.Requests[1].Headers["if-range"]);
        Assert.Contains(_reports, report => report.Stage == DownloadStage.Retrying);
    }

    [Fact]
    public async Task A_connection_that_stands_still_is_given_up_and_gone_on_with()
    {
        using var server = new FileServer(Content, FileServer.Stall(50_000));

        await Download(server, options: Patient with { StallTimeout = TimeSpan.FromSeconds(1) });

        Assert.Equal(Content, File.ReadAllBytes(Partial.Path));
        Assert.Equal([null, 50_000], server.Requests.Select(request => request.RangeStart));
    }

    [Fact]
    public async Task A_slow_server_may_take_longer_than_the_time_limit_of_a_wait()
    {
        using var server = new FileServer(Content, async request =>
        {
            await request.SendHead(200, "OK", Content.Length);
            foreach (byte[] piece in Content.Chunk(Content.Length / 8))
            {
                await request.Send(piece);
                await Task.Delay(250);
            }
        });

        await Download(server, options: Patient with { StallTimeout = TimeSpan.FromSeconds(1.5) });

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Another_run_goes_on_where_the_last_one_was_stopped()
    {
        using var server = new FileServer(Content, FileServer.Stall(120_000));
        using var stop = new CancellationTokenSource();
        Task first = Download(server, cancellation: stop.Token);
        while (Partial.Length < 120_000)
            await Task.Delay(5);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        await Download(server);

        Assert.Equal(120_000, server.Requests[1].RangeStart);
        Assert.Equal(Content, File.ReadAllBytes(Partial.Path));
    }

    [Fact]
    public async Task A_server_that_refuses_ranges_sends_it_all_again()
    {
        using var server = new FileServer(Content, FileServer.Truncate(100_000), FileServer.Whole(Content));

        await Download(server);

        Assert.Equal(Content, File.ReadAllBytes(Partial.Path));
    }

    [Fact]
    public async Task Without_a_tag_nothing_is_gone_on_with()
    {
        using var server = new FileServer(Content, FileServer.Truncate(100_000)) { Tag = null };

        await Download(server);

        Assert.All(server.Requests, request => Assert.Null(request.RangeStart));
    }

    [Fact]
    public async Task A_file_that_changes_in_between_is_fetched_from_its_start()
    {
        byte[] changed = Bytes(Content.Length, seed: 2);
        using var server = new FileServer(Content, request =>
        {
            Task sent = FileServer.Truncate(100_000)(request);
            (request.Server.File, request.Server.Tag) = (changed, "\"2\"");
            return sent;
        });

        await Download(server, Expected(changed));

        Assert.Equal(changed, File.ReadAllBytes(Partial.Path));
    }

    [Fact]
    public async Task A_part_that_does_not_belong_to_the_rest_is_fetched_again_in_one_go()
    {
        byte[] other = Bytes(Content.Length, seed: 3);
        using var server = new FileServer(Content, async request => // same tag, other bytes
        {
            await request.SendHead(200, "OK", other.Length);
            await request.Send(other.AsMemory(0, 100_000));
        });

        await Download(server);

        Assert.Equal([null, 100_000, null], server.Requests.Select(request => request.RangeStart));
        Assert.Equal(Content, File.ReadAllBytes(Partial.Path));
    }

    [Fact]
    public async Task A_part_other_than_asked_for_is_not_used()
    {
        using var server = new FileServer(Content, FileServer.Truncate(100_000), async request =>
        {
            await request.SendHead(206, "Partial Content", 10, $"Content-Range: bytes 0-9/{Content.Length}\r\n");
            await request.Send(Content.AsMemory(0, 10));
        });

        await Download(server);

        Assert.Equal(Content, File.ReadAllBytes(Partial.Path));
    }

    [Fact]
    public async Task A_complete_part_of_unknown_length_is_not_fetched_again()
    {
        using var server = new FileServer(Content);
        ExpectedFile unknown = Expected(Content) with { Bytes = null };
        await Download(server, unknown);

        await Download(server, unknown);

        Assert.Equal(Content.Length, server.Requests[1].RangeStart);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Wrong_bytes_are_refused_and_not_kept()
    {
        using var server = new FileServer(Bytes(Content.Length, seed: 9));

        string message = await Refusal(server);

        Assert.Contains("is not the published file: its SHA-256 is ", message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(299_999)]
    [InlineData(300_001)]
    public async Task A_file_of_another_length_is_refused_before_it_is_fetched(int length)
    {
        using var server = new FileServer(Bytes(length, seed: 1));

        Assert.Contains($"it has {length} bytes instead of 300000", await Refusal(server), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task An_answer_of_unknown_length_that_does_not_end_is_cut_off()
    {
        using var server = new FileServer(Content, async request =>
        {
            await request.Send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray());
            while (true)
                await request.Send(Content);
        });

        Assert.Contains("it has more than 300000 bytes", await Refusal(server), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task An_answer_that_is_longer_than_it_says_or_shorter_is_mended_by_another()
    {
        using var server = new FileServer(Content, async request =>
        {
            await request.Send("HTTP/1.1 200 OK\r\nETag: \"1\"\r\nConnection: close\r\n\r\n"u8.ToArray());
            await request.Send(Content.AsMemory(0, 1000));
        });

        await Download(server);

        Assert.Equal(Content, File.ReadAllBytes(Partial.Path));
    }

    [Theory]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:4e8f\nsize 46820737\n", "Git LFS pointer")]
    [InlineData("<!DOCTYPE html><html><head><title>Sign in</title></head></html>", "web page")]
    [InlineData("\n  <HTML lang='en'>", "web page")]
    [InlineData("<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "web page")]
    public async Task A_pointer_or_a_page_in_the_place_of_the_file_is_named_as_such(string text, string kind)
    {
        using var server = new FileServer(Encoding.UTF8.GetBytes(text));

        Assert.Contains(kind, await Refusal(server), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData(404, "Not Found")]
    [InlineData(403, "Forbidden")]
    public async Task A_refusal_is_final(int code, string reason)
    {
        using var server = new FileServer(Content, FileServer.Status(code, reason));

        Assert.Contains($"{code} ({reason})", await Refusal(server), StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Failures_end_after_a_number_of_attempts_with_what_to_do_instead()
    {
        using var server = new FileServer(Content, [.. Enumerable.Repeat(FileServer.Truncate(1000), 9)]) { Tag = null };

        string message = await Refusal(server);

        Assert.Equal(Patient.Attempts, server.Requests.Count);
        Assert.EndsWith("try again later, or bring it by foot.", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirections_are_followed_and_a_checksum_on_the_way_is_minded()
    {
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(Content));
        using var server = new FileServer(
            Content, FileServer.Status(302, "Found", $"Location: /there\r\nX-Linked-ETag: \"{sha256}\"\r\n"), FileServer.Behave);
        ExpectedFile nothing = new("weights", null, null, null);

        await Download(server, nothing);
        Assert.Equal(["/", "/there"], server.Requests.Select(request => request.Path));

        using var liar = new FileServer(
            Content, FileServer.Status(302, "Found", $"Location: /there\r\nX-Linked-ETag: \"{new string('0', 64)}\"\r\n"));
        Partial.Delete();
        Assert.Contains("its SHA-256 is", await Refusal(liar, nothing), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_circle_of_redirections_is_left()
    {
        using var server = new FileServer(Content, [.. Enumerable.Repeat(FileServer.Status(302, "Found", "Location: /\r\n"), 20)]);

        Assert.Contains("from address to address", await Refusal(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_where_nobody_answers_is_an_error_that_can_be_tried_again()
    {
        var server = new FileServer(Content);
        Uri address = server.Address;
        server.Dispose();

        var error = await Assert.ThrowsAsync<MLResNetException>(
            () => Run(address, Expected(Content), Patient, CancellationToken.None));
        Assert.Contains("the connection failed", error.Message, StringComparison.Ordinal);
        Assert.Contains("bring it by foot", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_named_as_such()
    {
        if (!OperatingSystem.IsLinux())
            return; // only Linux has a file that is always full
        using var server = new FileServer(Content);
        File.CreateSymbolicLink(Partial.Path, "/dev/full");

        Assert.Contains("the disk is full", await Refusal(server), StringComparison.Ordinal);
    }

    [Fact]
    public void Pauses_double_vary_and_stay_within_their_bounds()
    {
        var options = new DownloadOptions { FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromSeconds(30) };
        for (int failures = 1; failures <= 4; failures++)
        {
            double doubled = Math.Pow(2, failures - 1);
            double[] pauses = [.. Enumerable.Range(0, 100).Select(_ => options.PauseAfter(failures, null).TotalSeconds)];
            Assert.All(pauses, pause => Assert.InRange(pause, doubled / 2, doubled));
            Assert.True(pauses.Max() - pauses.Min() > doubled / 10);
        }
        Assert.Equal(30, options.PauseAfter(1000, null).TotalSeconds);
        Assert.Equal(20, options.PauseAfter(1, TimeSpan.FromSeconds(20)).TotalSeconds);
        Assert.Equal(30, options.PauseAfter(1, TimeSpan.FromDays(1)).TotalSeconds);
    }

    private static DownloadOptions Patient { get; } = new()
    {
        StallTimeout = TimeSpan.FromSeconds(20), // this machine may be busy
        Attempts = 3,
        FirstPause = TimeSpan.FromMilliseconds(1),
        LongestPause = TimeSpan.FromMilliseconds(5),
    };

    private static ExpectedFile Expected(byte[] content) =>
        new("weights", content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), null);

    private static byte[] Bytes(int count, int seed)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private Task<FileDigest> Download(
        FileServer server, ExpectedFile? expected = null, DownloadOptions? options = null, CancellationToken cancellation = default) =>
        Run(server.Address, expected ?? Expected(Content), options ?? Patient, cancellation);

    private async Task<string> Refusal(FileServer server, ExpectedFile? expected = null) =>
        (await Assert.ThrowsAsync<MLResNetException>(() => Download(server, expected))).Message;

    private async Task<FileDigest> Run(Uri address, ExpectedFile expected, DownloadOptions options, CancellationToken cancellation)
    {
        using HttpClient client = DownloadClient.Create();
        var download = new FileDownload(client, address, expected, Partial, options,
            (stage, bytes, total) => _reports.Add((stage, bytes, total)), "bring it by foot");
        return await download.RunAsync(cancellation);
    }
}
