using System.CommandLine;
using MLResNet.Cli.Serving;
using MLResNet.Serving;

namespace MLResNet.Cli.Commands;

/// <summary><c>mlresnet serve</c>: a model over HTTP, and a page to try it.</summary>
internal static class ServeCommand
{
    public static Command Create(CommandContext context)
    {
        var defaults = new ImageClassifierEndpointOptions();
        Argument<string> model = CommonOptions.Model();
        var urls = new Option<string?>("--urls")
        {
            Description = $"Where to listen, several with semicolons between them [default: {ServerAddress.Default}]", HelpName = "urls",
        };
        var apiKey = new Option<string?>("--api-key")
        {
            Description = $"Demand this key in the header X-Api-Key; better set {ServingRun.ApiKeyVariable}, which other users do not see",
            HelpName = "key",
        };
        Option<int?> maxBody = Limit("--max-body-bytes", "Bytes of a request", defaults.MaxBodyBytes);
        Option<int?> maxPixels = Limit("--max-pixels", "Pixels of an image", defaults.MaxPixels);
        Option<int?> maxImages = Limit("--max-images", "Images of a request", defaults.MaxImages);
        Option<int?> maxRequests = Limit("--max-requests", "Requests at a time; more are told to come again", defaults.MaxConcurrentRequests);
        Option<int?> queue = Limit("--queue", "Images that may wait", defaults.QueueCapacity);
        Option<int?> timeout = Limit("--timeout", "Seconds that a request may take", (long)defaults.RequestTimeout.TotalSeconds, 86_400);
        Option<int?> batch = Limit("--batch", "Images that are classified together", defaults.MaxBatchSize);
        Option<int?> threads = CommonOptions.Threads();
        var command = new ExampleCommand(
            "serve",
            "Classifies images that are sent to it over HTTP, and has a page to try that in a browser.",
            [
                "mlresnet serve model.mlresnet",
                "mlresnet serve model.mlresnet --urls http://0.0.0.0:8080 --api-key SECRET",
                $"curl --data-binary @rose.jpg -H 'Content-Type: image/jpeg' {ServerAddress.Default}/classify",
            ])
        {
            model, urls, apiKey, maxBody, maxPixels, maxImages, maxRequests, queue, timeout, batch, threads,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(model);
            ModelFile.EnsureExists(path);
            ServerAddress[] addresses = ServerAddress.ParseAll(parsed.GetValue(urls) ?? ServerAddress.Default);
            ServingRun.RunAsync(path, addresses, parsed.GetValue(threads) ?? 0, Configure, context).GetAwaiter().GetResult();
            return ExitCode.Success;

            void Configure(ImageClassifierEndpointOptions options)
            {
                options.ApiKey = parsed.GetValue(apiKey) ?? KeyOfEnvironment();
                options.MaxBodyBytes = parsed.GetValue(maxBody) ?? options.MaxBodyBytes;
                options.MaxPixels = parsed.GetValue(maxPixels) ?? options.MaxPixels;
                options.MaxImages = parsed.GetValue(maxImages) ?? options.MaxImages;
                options.MaxConcurrentRequests = parsed.GetValue(maxRequests) ?? options.MaxConcurrentRequests;
                options.QueueCapacity = parsed.GetValue(queue) ?? Math.Max(options.QueueCapacity, options.MaxImages);
                options.RequestTimeout = parsed.GetValue(timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : options.RequestTimeout;
                options.MaxBatchSize = parsed.GetValue(batch) ?? options.MaxBatchSize;
            }
        });
        return command;
    }

    private static Option<int?> Limit(string name, string what, long usual, int? most = null) =>
        CommonOptions.Integer(name, $"{what}, at most [default: {usual}]", 1, most);

    private static string? KeyOfEnvironment() =>
        Environment.GetEnvironmentVariable(ServingRun.ApiKeyVariable) is { Length: > 0 } key ? key : null;
}
