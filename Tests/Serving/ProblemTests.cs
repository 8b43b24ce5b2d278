using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using MLResNet.Formats.Png;
using MLResNet.Hosting.Tests;
using MLResNet.Imaging;

namespace MLResNet.Serving.Tests;

public sealed class ProblemTests : IDisposable
{
    private static readonly byte[] Good = ModelFiles.Pictures[0];

    private readonly ModelFiles _files = new();

    public ProblemTests() => _files.WriteInPlace(1);

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Each_error_is_a_problem_that_says_why_in_plain_words()
    {
        await using Server server = await Server.StartAsync(_files, options =>
        {
            options.MaxBodyBytes = 20_000;
            options.MaxPixels = 32 * 32;
            options.MaxImages = 2;
        });
        byte[] tooManyPixels = PngEncoder.Encode(new RgbImage(33, 32));
        var chunked = new StreamContent(new MemoryStream(new byte[20_001]));
        chunked.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        HttpContent badForm = new StringContent("--x\r\nContent-Disposition: form-data; name=a; filename=a\r\n\r\nno end");
        badForm.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        HttpContent noBoundary = Server.Image(Good, "multipart/form-data");

        await Expect(400, "no-image", "no body", Server.Image([]));
        await Expect(400, "no-image", "no file", new MultipartFormDataContent { { new StringContent("text"), "field" } });
        await Expect(400, "no-image", "empty", Server.Form(("a.png", [])));
        await Expect(400, "malformed", "RFC 7578", badForm);
        await Expect(400, "malformed", "boundary", noBoundary);
        await Expect(400, "malformed", "whole number", Server.Image(Good), "/classify?top=-1");
        await Expect(413, "body-too-large", "20000 bytes", Server.Image(new byte[20_001]));
        await Expect(413, "body-too-large", "20000 bytes", chunked, isChunked: true);
        await Expect(413, "too-many-images", "2 images", Server.Form(("a", Good), ("b", Good), ("c", Good)));
        await Expect(413, "too-many-images", "1 image", Server.Form(("a", Good), ("b", Good)), "/explain");
        await Expect(415, "not-an-image", "text/plain", new StringContent("a rose"));
        await Expect(415, "not-an-image", "JPEG, PNG", Server.Image("a rose is a rose"u8.ToArray()));
        await Expect(415, "not-an-image", "WebP is not supported", Server.Image("RIFF....WEBPVP8 "u8.ToArray()));
        await Expect(422, "bad-image", "PNG", Server.Image(Good[..100]));
        await Expect(422, "bad-image", "limit of 1024", Server.Image(tooManyPixels));
        await Expect(422, "bad-image", "PNG", Server.Image(Good[..100]), "/explain");
        await Expect(422, "unknown-label", "no label 'tulip'", Server.Image(Good), "/explain?label=tulip");
        await Expect(404, "status-404", "nothing at this address", Server.Image(Good), "/../../etc/passwd");
        await Expect(405, "status-405", "another method", Server.Image(Good), "/model");

        Assert.Single(await server.ClassifyAsync(Server.Image(Good))); // and is well
        Assert.Equal(0, await server.MetricAsync("mlresnet_request_active{"));
        Assert.Equal(0, await server.MetricAsync("mlresnet_queue_length{"));

        async Task Expect(int status, string name, string reason, HttpContent content, string path = "/classify", bool isChunked = false)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
            request.Headers.TransferEncodingChunked = isChunked ? true : null;
            using HttpResponseMessage response = await server.Client.SendAsync(request);
            await AssertProblem(response, status, name, reason);
        }
    }

    [Fact]
    public async Task With_an_api_key_the_model_is_for_those_who_have_it_and_health_for_all()
    {
        await using Server server = await Server.StartAsync(_files, options => options.ApiKey = "secret");
        foreach (string? key in new[] { null, "", "secre", "secret1", "Secret" })
        {
            foreach (string path in new[] { "/classify", "/explain", "/model" })
            {
                using var request = new HttpRequestMessage(path == "/model" ? HttpMethod.Get : HttpMethod.Post, path);
                if (key is not null)
                    request.Headers.TryAddWithoutValidation("X-Api-Key", key);
                using HttpResponseMessage response = await server.Client.SendAsync(request);
                await AssertProblem(response, 401, "unauthorized", "X-Api-Key");
                Assert.Equal("ApiKey", response.Headers.WwwAuthenticate.Single().Scheme);
            }
        }
        foreach (string path in new[] { "/", "/healthz/live", "/healthz/ready", "/metrics", "/openapi.json" })
        {
            using HttpResponseMessage response = await server.Client.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        server.Client.DefaultRequestHeaders.Add("X-Api-Key", "secret");
        Assert.Single(await server.ClassifyAsync(Server.Image(Good)));
    }

    [Fact]
    public async Task Without_a_model_the_server_lives_is_not_ready_and_tells_clients_no_path()
    {
        File.Delete(_files.Path);
        await using Server server = await Server.StartAsync(ImageClassifierServer.Create(
            _files.Path, ["http://127.0.0.1:0"], options => options.LoadOnStart = false, _ => { },
            NullLoggerProvider.Instance));

        using HttpResponseMessage live = await server.Client.GetAsync("/healthz/live");
        using HttpResponseMessage ready = await server.Client.GetAsync("/healthz/ready");
        using HttpResponseMessage answer = await server.Client.PostAsync("/classify", Server.Image(Good));

        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("text/plain", ready.Content.Headers.ContentType!.MediaType);
        await AssertProblem(answer, 503, "no-model", "log");
        Assert.DoesNotContain("mlresnet-", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    internal static async Task AssertProblem(HttpResponseMessage response, int status, string name, string reason)
    {
        string body = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{status} {name} expected, not {(int)response.StatusCode}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        using JsonDocument document = JsonDocument.Parse(body);
        JsonElement problem = document.RootElement;
        Assert.Equal($"urn:mlresnet:problem:{name}", problem.GetProperty("type").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.Contains(reason, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
