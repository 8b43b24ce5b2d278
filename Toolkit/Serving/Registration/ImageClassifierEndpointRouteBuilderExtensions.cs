using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MLResNet;
using MLResNet.Formats;
using MLResNet.Hosting;
using MLResNet.Serving;
using MLResNet.Serving.Endpoints;
using MLResNet.Serving.Monitoring;
using MLResNet.Serving.Queueing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts models on the web.</summary>
public static class ImageClassifierEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the endpoints of a model that <c>AddImageClassifier</c> has registered: the pattern's own, <c>POST</c>, which names images,
    /// and its siblings <c>POST …/explain</c> and <c>GET …/model</c>. <see cref="ImageClassifierEndpointOptions"/> of the model's name set
    /// limits and API key.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">Where images are sent to: <c>/classify</c>, <c>/api/classify</c>. Two models have different parents.</param>
    /// <param name="name">The name that the model was registered by; null for the one without.</param>
    /// <returns>For conventions on all three: authorization, rate limits, CORS.</returns>
    /// <exception cref="MLResNetException">An option is out of its range.</exception>
    public static IEndpointConventionBuilder MapImageClassifier(
        this IEndpointRouteBuilder endpoints, string pattern = "/classify", string? name = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        ClassifierEndpoints classifier = Create(endpoints.ServiceProvider, name);

        int end = pattern.LastIndexOf('/');
        RouteGroupBuilder siblings = endpoints.MapGroup(pattern[..Math.Max(end, 0)]);
        OperationDescription.Classify(Map(siblings, pattern[(end + 1)..], HttpMethods.Post, classifier.ClassifyAsync), name);
        OperationDescription.Explain(Map(siblings, "explain", HttpMethods.Post, classifier.ExplainAsync), name);
        OperationDescription.Model(Map(siblings, "model", HttpMethods.Get, classifier.ModelAsync), name);
        return siblings;
    }

    /// <summary>
    /// Maps what the models and their endpoints measure, in the text format of Prometheus; no other package is needed. Measured is from
    /// now on.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">Where it is read.</param>
    public static IEndpointConventionBuilder MapImageClassifierMetrics(this IEndpointRouteBuilder endpoints, string pattern = "/metrics")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        IServiceProvider services = endpoints.ServiceProvider;
        var exporter = new PrometheusExporter(services.GetService<IMeterFactory>());
        WhenStopped(services, exporter);
        return endpoints.MapGet(pattern, context =>
        {
            var text = new StringWriter();
            exporter.Write(text);
            context.Response.ContentType = PrometheusExporter.ContentType;
            return context.Response.WriteAsync(text.ToString(), context.RequestAborted);
        });
    }

    /// <summary>
    /// Maps the page to try a model in a browser, at the root of the application or group; it asks <c>/classify</c>, <c>/explain</c> and
    /// <c>/model</c> there.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    public static IEndpointConventionBuilder MapImageClassifierPage(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        RouteGroupBuilder files = endpoints.MapGroup("");
        PageFiles.Map(files);
        return files;
    }

    private static ClassifierEndpoints Create(IServiceProvider services, string? name)
    {
        string optionsName = name ?? Options.DefaultName;
        ImageClassifierEndpointOptions options = services.GetRequiredService<IOptionsMonitor<ImageClassifierEndpointOptions>>().Get(optionsName);
        options.Validate();
        DecodeOptions model = services.GetRequiredService<IOptionsMonitor<HostedImageClassifierOptions>>().Get(optionsName).Classifier.Decoding;
        DecodeOptions limits = model with { MaxPixels = Math.Min(options.MaxPixels, model.MaxPixels) };

        HostedImageClassifier classifier = services.GetImageClassifier(name);
        var metrics = new ServingMetrics(services.GetService<IMeterFactory>());
        var queue = new ImageQueue(classifier, limits, options, metrics);
        WhenStopped(services, queue);
        ILogger logger = services.GetRequiredService<ILoggerFactory>().CreateLogger<ImageClassifierEndpointOptions>();
        return new ClassifierEndpoints(
            classifier, options, limits, queue, new RequestGuard(classifier.Name, options, metrics, logger));
    }

    /// <summary>
    /// Ends something with the application, after its last request: hooked here, so that no registration beside the model's is needed.
    /// </summary>
    private static void WhenStopped(IServiceProvider services, IDisposable ended) =>
        services.GetService<IHostApplicationLifetime>()?.ApplicationStopped.Register(ended.Dispose);

    private static IEndpointConventionBuilder Map(IEndpointRouteBuilder group, string leaf, string method, RequestDelegate answer) =>
        group.MapMethods($"/{leaf}", [method], answer)
            .WithDisplayName($"{method} {leaf}")
            .WithMetadata(answer.Method); // by which API explorers know an operation
}
