using Microsoft.AspNetCore.Builder;
using MLResNet.Hosting;
using MLResNet.Serving;

namespace MLResNet.Cli.Serving;

/// <summary>Serves a model until the user stops it.</summary>
internal static class ServingRun
{
    public const string ApiKeyVariable = "MLRESNET_API_KEY";

    /// <param name="model">The model package.</param>
    /// <param name="addresses">Where to listen.</param>
    /// <param name="threads">Threads to work on; 0 for one a core.</param>
    /// <param name="configure">Sets limits and API key.</param>
    /// <param name="context">Hears where the server is; says when it is to stop.</param>
    public static async Task RunAsync(
        string model, ServerAddress[] addresses, int threads, Action<ImageClassifierEndpointOptions> configure, CommandContext context)
    {
        using var log = new NoteLog(context);
        await using WebApplication app = ImageClassifierServer.Create(
            model, addresses.Select(address => address.Url), Load, Configure, log);
        await app.StartAsync(context.Cancellation);
        context.Note($"Serving {model} at {string.Join(" and ", app.Urls)}; Ctrl-C stops it.");

        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (context.Cancellation.Register(stop.SetResult))
            await stop.Task;
        context.Note("Finishing what was accepted.");
        await app.StopAsync(CancellationToken.None);

        void Load(HostedImageClassifierOptions options) => options.Classifier = new ImageClassifierOptions { Threads = threads };

        void Configure(ImageClassifierEndpointOptions options)
        {
            options.Workers = threads;
            configure(options);
            if (options.ApiKey is null && !addresses.All(address => address.IsLoopback))
                context.Note("Whoever reaches this machine can use the model; --api-key demands a key.");
        }
    }
}
