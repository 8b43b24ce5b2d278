using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using MLResNet.Tests;

namespace MLResNet.Cli.Tests;

public sealed partial class ServeTests(TrainedModel trained) : IClassFixture<TrainedModel>
{
    [Fact]
    public async Task A_model_is_served_until_the_process_is_told_to_stop_which_first_answers_what_it_has_accepted()
    {
        using Process process = ToolProcess.StartAndRead(
            "serve", trained.Model, "--urls", "http://127.0.0.1:0", "--api-key", "secret", "--max-images", "1", "--threads", "1");
        Uri address = await AddressOf(process);
        using var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Add("X-Api-Key", "secret");
        string photo = Path.Combine(trained.Photos, "warm", "1.png");

        // Half of the request is there when the signal comes, the other half only when the server has shut its door.
        using var body = new HeldBody(File.ReadAllBytes(photo));
        Task<HttpResponseMessage> answer = client.PostAsync("/classify", body);
        await body.HalfSent;
        await Until(async () => (await client.GetStringAsync("/metrics")).Contains(
            "mlresnet_request_active{mlresnet_model_name=\"default\",mlresnet_operation=\"classify\"} 1", StringComparison.Ordinal));
        if (OperatingSystem.IsWindows())
        {
            process.Kill(); // no signal to send
            return;
        }
        TestProcess.Terminate(process);
        Assert.Equal("Finishing what was accepted.", await process.StandardError.ReadLineAsync());
        body.SendTheRest();
        using HttpResponseMessage response = await answer;

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using JsonDocument document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        ToolRun predicted = ToolRun.Of("predict", trained.Model, photo, "--format", "json");
        using JsonDocument expected = JsonDocument.Parse(predicted.Output);
        Assert.Equal(
            expected.RootElement[0].GetProperty("score").GetSingle(),
            document.RootElement.GetProperty("predictions")[0].GetProperty("score").GetSingle());
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        Assert.Empty(await process.StandardOutput.ReadToEndAsync());
    }

    [Theory]
    [InlineData("There is no model 'none.mlresnet'", "none.mlresnet")]
    [InlineData("--urls takes addresses such as http://127.0.0.1:5000", "MODEL", "--urls", "https://127.0.0.1:0")]
    [InlineData("--urls takes addresses such as http://127.0.0.1:5000", "MODEL", "--urls", "127.0.0.1")]
    [InlineData("--urls takes addresses such as http://127.0.0.1:5000", "MODEL", "--urls", "http://127.0.0.1:70000")]
    [InlineData("--urls takes addresses such as http://127.0.0.1:5000", "MODEL", "--urls", ";")]
    [InlineData("The option QueueCapacity must be at least MaxImages, 8, not 4.", "MODEL", "--urls", "http://127.0.0.1:0", "--max-images", "8", "--queue", "4")]
    public void What_cannot_be_served_is_an_error_of_one_sentence(string start, params string[] arguments)
    {
        ToolRun run = ToolRun.Of(["serve", .. arguments.Select(argument => argument == "MODEL" ? trained.Model : argument)]);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"mlresnet: {start}", run.ErrorSentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_model_is_told_and_an_open_address_without_a_key_is_noted()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["text.mlresnet"], "no model");

        ToolRun run = ToolRun.Of("serve", folder["text.mlresnet"], "--urls", "http://0.0.0.0:0");

        Assert.Equal(1, run.ExitCode);
        string[] lines = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("Whoever reaches this machine can use the model", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("mlresnet: ", lines[^1], StringComparison.Ordinal);
        Assert.Contains("text.mlresnet", lines[^1], StringComparison.Ordinal);
    }

    private static async Task<Uri> AddressOf(Process process)
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (Serving().Match(line) is { Success: true } match)
                return new Uri(match.Groups[1].Value);
        }
        throw new InvalidOperationException("The server has ended.");
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        long end = Environment.TickCount64 + 60_000;
        while (!await condition())
        {
            Assert.True(Environment.TickCount64 < end, "It has not come to pass within a minute.");
            await Task.Delay(5);
        }
    }

    [GeneratedRegex("^Serving .* at (http://127.0.0.1:[0-9]+); Ctrl-C stops it.$")]
    private static partial Regex Serving();

    /// <summary>A body of which the second half waits until it is told to go.</summary>
    private sealed class HeldBody : HttpContent
    {
        private readonly TaskCompletionSource _half = new(), _rest = new();
        private readonly byte[] _bytes;

        public HeldBody(byte[] bytes)
        {
            _bytes = bytes;
            Headers.ContentType = new("image/png");
        }

        public Task HalfSent => _half.Task;

        public void SendTheRest() => _rest.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(_bytes.AsMemory(0, _bytes.Length / 2));
            await stream.FlushAsync();
            _half.SetResult();
            await _rest.Task;
            await stream.WriteAsync(_bytes.AsMemory(_bytes.Length / 2));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _bytes.Length;
            return true;
        }
    }
}
