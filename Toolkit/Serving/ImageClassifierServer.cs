using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.OpenApi;
using MLResNet.Hosting;
using MLResNet.Serving.Documents;
using MLResNet.Serving.Problems;

namespace MLResNet.Serving;

/// <summary>A whole server for one model, as <c>mlresnet serve</c> runs it: endpoints, page, health, metrics, OpenAPI.</summary>
internal static class ImageClassifierServer
{
    /// <summary>Puts it together; nothing from the environment or from settings files has a part in it.</summary>
    /// <param name="model">The model package.</param>
    /// <param name="urls">Where to listen.</param>
    /// <param name="loading">Sets how the model is loaded and followed.</param>
    /// <param name="serving">Sets limits and API key.</param>
    /// <param name="log">Takes what there is to say.</param>
    public static WebApplication Create(
        string model, IEnumerable<string> urls, Action<HostedImageClassifierOptions> loading,
        Action<ImageClassifierEndpointOptions> serving, ILoggerProvider log)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls([.. urls]);
        builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Warning).AddFilter("MLResNet", LogLevel.Information);
        builder.Services
            .AddRouting()
            .AddImageClassifier(model, loading)
            .Configure(serving)
            .ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ServingJson.Default))
            .AddOpenApi(openApi => openApi.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new OpenApiInfo
                {
                    Title = "MLResNet", Version = "1", Description = "Names what is on images, and shows why.",
                };
                return Task.CompletedTask;
            }))
            .AddHealthChecks()
            .AddImageClassifier()
            .AddCheck<StoppingHealthCheck>("stopping");

        WebApplication app = builder.Build();
        app.UseStatusCodePages(context => AnswerAsync(context.HttpContext));
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = context => Problem.Fault.WriteAsync(context.Response, context.RequestAborted),
        });
        app.MapImageClassifier();
        app.MapImageClassifierPage();
        app.MapImageClassifierMetrics();
        app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/healthz/ready");
        app.MapOpenApi("/openapi.json");
        return app;
    }

    private static Task AnswerAsync(HttpContext context)
    {
        int status = context.Response.StatusCode;
        return Problem.OfStatus(status, ReasonPhrases.GetReasonPhrase(status)).WriteAsync(context.Response, context.RequestAborted);
    }

    /// <summary>Fails from when the server is told to stop, so that nobody is sent to it any more.</summary>
    private sealed class StoppingHealthCheck(IHostApplicationLifetime lifetime) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(lifetime.ApplicationStopping.IsCancellationRequested
                ? HealthCheckResult.Unhealthy("The server stops.")
                : HealthCheckResult.Healthy());
    }
}
