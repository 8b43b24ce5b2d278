using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MLResNet.Hosting.Monitoring;

/// <summary>
/// Healthy while the model in service is the file's; degraded while it is an earlier one; a failure while there is none.
/// </summary>
internal sealed class ImageClassifierHealthCheck(HostedImageClassifier classifier) : IHealthCheck
{
    /// <summary>Looks at the model, which is loaded if nobody has needed it yet.</summary>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            if (classifier.Model is null)
                await classifier.LoadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (MLResNetException e)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, e.Message, e);
        }
        HostedModel model = classifier.Model!;
        var data = new Dictionary<string, object>
        {
            ["file"] = model.Path,
            ["version"] = model.Version,
            ["hash"] = model.Hash,
            ["loaded_at"] = model.LoadedAt,
            ["classes"] = model.Labels.Count,
        };
        return classifier.LoadError is { } error
            ? HealthCheckResult.Degraded($"Version {model.Version} stays in service: {error.Message}", error, data)
            : HealthCheckResult.Healthy($"{model.Path} is in service.", data);
    }
}
