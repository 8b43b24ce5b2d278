using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MLResNet.Pipelines.Pooling;

namespace Microsoft.Extensions.ML;

/// <summary>Adds models with networks in them to pools of prediction engines.</summary>
public static class ResNetPredictionEnginePoolExtensions
{
    /// <summary>Takes the pool's model from a file.</summary>
    /// <param name="builder">The pool.</param>
    /// <param name="filePath">
    /// A model that <c>SaveWithResNet</c> or <c>Save</c> has written, or a model package, <c>.mlresnet</c>, which reads paths
    /// from the column <c>ImagePath</c> and adds <c>Score</c> and <c>PredictedLabel</c>. A relative path begins at the current
    /// folder.
    /// </param>
    /// <param name="watchForChanges">
    /// Whether a file that changes is loaded again. One that cannot be loaded, or does not fit the pool's rows, is told to the
    /// log, and the earlier model stays.
    /// </param>
    public static PredictionEnginePoolBuilder<TData, TPrediction> FromResNetFile<TData, TPrediction>(
        this PredictionEnginePoolBuilder<TData, TPrediction> builder, string filePath, bool watchForChanges = true)
        where TData : class
        where TPrediction : class, new() => builder.FromResNetFile(string.Empty, filePath, watchForChanges);

    /// <summary>Takes one of the pool's models from a file.</summary>
    /// <param name="builder">The pool.</param>
    /// <param name="modelName">The name of the model; empty for the one without a name.</param>
    /// <param name="filePath">As for a model without a name.</param>
    /// <param name="watchForChanges">Whether a file that changes is loaded again.</param>
    public static PredictionEnginePoolBuilder<TData, TPrediction> FromResNetFile<TData, TPrediction>(
        this PredictionEnginePoolBuilder<TData, TPrediction> builder, string modelName, string filePath, bool watchForChanges = true)
        where TData : class
        where TPrediction : class, new()
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(modelName);
        ArgumentException.ThrowIfNullOrEmpty(filePath);
        // One loader a name, whoever asks for the options however often: each watches the file.
        builder.Services.AddKeyedSingleton(modelName, (provider, _) => new ResNetModelLoader<TData, TPrediction>(
            provider.GetRequiredService<IOptions<MLOptions>>().Value.MLContext, filePath, watchForChanges,
            provider.GetRequiredService<ILoggerFactory>().CreateLogger("MLResNet.Pipelines")));
        builder.Services.AddOptions<PredictionEnginePoolOptions<TData, TPrediction>>(modelName).Configure<IServiceProvider>(
            (options, provider) =>
                options.ModelLoader = provider.GetRequiredKeyedService<ResNetModelLoader<TData, TPrediction>>(modelName));
        return builder;
    }
}
