using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MLResNet.Hosting.Tests;

namespace MLResNet.Serving.Tests;

public sealed class EndpointTests : IDisposable
{
    private readonly ModelFiles _files = new();

    public EndpointTests() => _files.WriteInPlace(1);

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Predictions_are_the_librarys_also_where_requests_are_classified_together()
    {
        float[][] expected = ModelFiles.ScoresOf(1);
        await using Server server = await Server.StartAsync(_files);

        JsonElement[][] answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(i =>
            server.ClassifyAsync(Server.Image(ModelFiles.Pictures[i % 3], i % 2 == 0 ? "image/png" : "application/octet-stream"))));

        for (int i = 0; i < answers.Length; i++)
        {
            JsonElement prediction = Assert.Single(answers[i]);
            float[] scores = expected[i % 3];
            Assert.Equal(scores, Server.Scores(prediction));
            Assert.Equal(scores.Max(), prediction.GetProperty("score").GetSingle());
            Assert.Equal($"rosé {Array.IndexOf(scores, scores.Max())} of 1", prediction.GetProperty("label").GetString());
            Assert.Equal(JsonValueKind.Null, prediction.GetProperty("file").ValueKind);
            Assert.Equal(JsonValueKind.Null, prediction.GetProperty("labels").ValueKind);
            Assert.False(prediction.TryGetProperty("error", out _));
        }
    }

    [Fact]
    public async Task Of_many_images_one_that_cannot_be_read_has_its_error_and_the_others_their_predictions()
    {
        await using Server server = await Server.StartAsync(_files);
        MultipartFormDataContent form = Server.Form(
            ("rosé 1.png", ModelFiles.Pictures[0]), ("torn.png", ModelFiles.Pictures[1][..200]), ("../../etc/third.png", ModelFiles.Pictures[2]));
        form.Add(new StringContent("a field that is no file"), "note");

        JsonElement[] predictions = await server.ClassifyAsync(form, "/classify?top=2");

        Assert.Equal(["rosé 1.png", "torn.png", "third.png"], predictions.Select(p => p.GetProperty("file").GetString()));
        Assert.Equal([2, 2], new[] { predictions[0], predictions[2] }.Select(p => p.GetProperty("scores").GetArrayLength()));
        Assert.Equal(ModelFiles.ScoresOf(1)[2].Max(), predictions[2].GetProperty("score").GetSingle());
        Assert.Contains("PNG", predictions[1].GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.All(["label", "score", "scores"], key => Assert.Equal(JsonValueKind.Null, predictions[1].GetProperty(key).ValueKind));
    }

    [Fact]
    public async Task Images_that_come_at_a_time_go_through_the_network_together_and_one_alone_by_itself()
    {
        await using Server server = await Server.StartAsync(_files, options => options.BatchWindow = TimeSpan.FromSeconds(1));

        await server.ClassifyAsync(Server.Image(ModelFiles.Pictures[0]));
        Assert.Equal(1, await server.MetricAsync("mlresnet_batch_size_sum"));
        await server.ClassifyAsync(Server.Form([.. Enumerable.Range(0, 8).Select(i => ($"{i}.png", ModelFiles.Pictures[i % 3]))]));

        Assert.Equal(9, await server.MetricAsync("mlresnet_batch_size_sum"));
        Assert.Equal(2, await server.MetricAsync("mlresnet_batch_size_count"));
    }

    [Fact]
    public async Task An_explanation_is_the_librarys_picture_of_the_predicted_label_or_of_another()
    {
        await using Server server = await Server.StartAsync(_files);
        using ImageClassifier model = ImageClassifier.Load(_files.Path);
        byte[] picture = ModelFiles.Pictures[1];

        foreach (string? label in new[] { null, model.Labels[3] })
        {
            Explanation expected = model.Explain(picture, label);
            var png = new MemoryStream();
            expected.SavePng(png);
            string query = label is null ? "" : $"?label={Uri.EscapeDataString(label)}";

            using HttpResponseMessage response = await server.Client.PostAsync($"/explain{query}", Server.Image(picture));

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("image/png", response.Content.Headers.ContentType!.MediaType);
            Assert.Equal(png.ToArray(), await response.Content.ReadAsByteArrayAsync());
            Assert.Equal(expected.Label, Uri.UnescapeDataString(response.Headers.GetValues("X-MLResNet-Label").Single()));
            Assert.Equal(expected.Score, float.Parse(response.Headers.GetValues("X-MLResNet-Score").Single(), CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public async Task The_model_tells_of_itself_and_of_its_limits_but_not_where_its_file_lies()
    {
        await using Server server = await Server.StartAsync(_files, options => (options.MaxImages, options.MaxPixels) = (3, 12_345));

        string text = await server.Client.GetStringAsync("/model");
        JsonElement model = await server.GetJsonAsync("/model");

        Assert.DoesNotContain(Path.GetDirectoryName(_files.Path)!, text, StringComparison.Ordinal);
        Assert.Equal("model.mlresnet", model.GetProperty("file").GetString());
        Assert.Equal("basic-v2", model.GetProperty("arch").GetString());
        Assert.Equal((32, 5, 1), (Int("size"), Int("classes"), Int("version")));
        Assert.Equal("rosé 4 of 1", model.GetProperty("labels")[4].GetString());
        Assert.False(model.GetProperty("multi_label").GetBoolean());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(ModelFiles.Bytes(1))), model.GetProperty("hash").GetString());
        Assert.Equal(3, model.GetProperty("limits").GetProperty("max_images").GetInt32());
        Assert.Equal(12_345, model.GetProperty("limits").GetProperty("max_pixels").GetInt64());

        int Int(string key) => model.GetProperty(key).GetInt32();
    }

    [Fact]
    public async Task In_an_application_two_lines_serve_a_model_and_names_serve_several()
    {
        File.WriteAllBytes(_files.InFolder("flowers.mlresnet"), ModelFiles.Bytes(2));
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddImageClassifier(_files.Path);
        builder.Services.AddImageClassifier("flowers", _files.InFolder("flowers.mlresnet"));
        builder.Services.Configure<ImageClassifierEndpointOptions>("flowers", options => options.ApiKey = "secret");
        WebApplication app = builder.Build();
        app.MapImageClassifier("/classify");
        app.MapImageClassifier("/flowers/names", "flowers");
        await using Server server = await Server.StartAsync(app);

        JsonElement plain = Assert.Single(await server.ClassifyAsync(Server.Image(ModelFiles.Pictures[0])));
        using HttpResponseMessage locked = await server.Client.GetAsync("/flowers/model");
        server.Client.DefaultRequestHeaders.Add("X-Api-Key", "secret");
        JsonElement flower = Assert.Single(await server.ClassifyAsync(Server.Image(ModelFiles.Pictures[0]), "/flowers/names"));

        Assert.Equal(ModelFiles.ScoresOf(1)[0], Server.Scores(plain));
        Assert.Equal(HttpStatusCode.Unauthorized, locked.StatusCode);
        Assert.Equal(ModelFiles.ScoresOf(2)[0], Server.Scores(flower));
        Assert.Equal("flowers", (await server.GetJsonAsync("/flowers/model")).GetProperty("name").GetString());
    }

    [Fact]
    public async Task Open_api_names_the_operations_what_they_take_and_how_they_fail()
    {
        await using Server server = await Server.StartAsync(_files);

        JsonElement paths = (await server.GetJsonAsync("/openapi.json")).GetProperty("paths");

        JsonElement classify = paths.GetProperty("/classify").GetProperty("post");
        Assert.Equal("classify", classify.GetProperty("operationId").GetString());
        Assert.Equal("top", classify.GetProperty("parameters")[0].GetProperty("name").GetString());
        Assert.Equal(
            ["application/octet-stream", "image/*", "multipart/form-data"],
            classify.GetProperty("requestBody").GetProperty("content").EnumerateObject().Select(type => type.Name).Order(StringComparer.Ordinal));
        Assert.All(["200", "401", "413", "415", "422", "503", "504"], status => classify.GetProperty("responses").GetProperty(status));
        Assert.Equal("explain", paths.GetProperty("/explain").GetProperty("post").GetProperty("operationId").GetString());
        JsonElement model = (await server.GetJsonAsync("/openapi.json"))
            .GetProperty("components").GetProperty("schemas").GetProperty("ModelDocument").GetProperty("properties");
        JsonElement served = await server.GetJsonAsync("/model");
        Assert.Equal(
            served.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal),
            model.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_page_comes_under_a_strict_policy_and_only_once()
    {
        await using Server server = await Server.StartAsync(_files);

        using HttpResponseMessage first = await server.Client.GetAsync("/");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using HttpResponseMessage second = await server.Client.SendAsync(again);

        Assert.Equal("text/html", first.Content.Headers.ContentType!.MediaType);
        string policy = first.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self'; ", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", first.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", first.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_changed_model_takes_over_under_load_and_no_request_fails()
    {
        float[][][] expected = [ModelFiles.ScoresOf(1), ModelFiles.ScoresOf(2)];
        await using Server server = await Server.StartAsync(_files);
        using var stop = new CancellationTokenSource();
        Task<int>[] clients = [.. Enumerable.Range(0, 4).Select(first => Task.Run(() => AskAsync(first % 3)))];

        await Server.Until(async () => await server.MetricAsync("mlresnet_predictions_total") > 20);
        _files.Rename(2);
        await Server.Until(async () => (await server.GetJsonAsync("/model")).GetProperty("version").GetInt32() == 2);
        double then = await server.MetricAsync("mlresnet_predictions_total");
        await Server.Until(async () => await server.MetricAsync("mlresnet_predictions_total") > then + 20);
        await stop.CancelAsync();

        Assert.All(await Task.WhenAll(clients), model => Assert.Equal(1, model));
        Assert.Equal(0, await server.MetricAsync("mlresnet_prediction_failures_total"));

        // Which model it was that gave the last answer; an older one never follows a newer one.
        async Task<int> AskAsync(int picture)
        {
            int model = 0;
            for (; !stop.IsCancellationRequested; picture = (picture + 1) % 3)
            {
                JsonElement prediction = Assert.Single(await server.ClassifyAsync(Server.Image(ModelFiles.Pictures[picture])));
                float[] scores = Server.Scores(prediction);
                while (!expected[model][picture].SequenceEqual(scores))
                    Assert.True(++model < expected.Length, "No model, or an older one, gives these scores.");
            }
            return model;
        }
    }
}
