using Microsoft.Extensions.Diagnostics.HealthChecks;
using MLResNet.Hosting.Monitoring;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds health checks of models.</summary>
public static class ImageClassifierHealthChecksBuilderExtensions
{
    private const string CheckName = "image-classifier";

    /// <summary>
    /// Adds the check of a model, <c>image-classifier</c> or <c>image-classifier-</c> and its name. Healthy: the model in service
    /// is the file's; degraded: the file has changed since and cannot be loaded, so an earlier model is in service; otherwise
    /// none could be loaded.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="modelName">The name that <c>AddImageClassifier</c> was given; null for the model without one.</param>
    /// <param name="failureStatus">
    /// What to report where no model could be loaded; null for <see cref="HealthStatus.Unhealthy"/>.
    /// </param>
    /// <param name="tags">Tags to choose checks by.</param>
    public static IHealthChecksBuilder AddImageClassifier(
        this IHealthChecksBuilder builder, string? modelName = null, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            modelName is null ? CheckName : $"{CheckName}-{modelName}",
            provider => new ImageClassifierHealthCheck(provider.GetImageClassifier(modelName)),
            failureStatus,
            tags));
    }
}
