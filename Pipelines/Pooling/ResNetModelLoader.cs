using Microsoft.Extensions.Logging;
using Microsoft.Extensions.ML;
using Microsoft.Extensions.Primitives;
using Microsoft.ML;
using MLResNet.Hosting.Reloading;
using MLResNet.Packaging;

namespace MLResNet.Pipelines.Pooling;

/// <summary>
/// Gives a pool of prediction engines the model in a file, and the next one when the file changes. A model that such an engine
/// cannot be made of does not take over.
/// </summary>
/// <remarks>Nobody tells when the last engine is done with an old model, so old models are left to the collector.</remarks>
internal sealed class ResNetModelLoader<TData, TPrediction> : ModelLoader, IDisposable
    where TData : class
    where TPrediction : class, new()
{
    private readonly ReloadingFile<ITransformer> _file;
    private readonly ReloadingTransformer _model;
    private CancellationTokenSource _replaced = new();

    public ResNetModelLoader(MLContext context, string path, bool watchForChanges, ILogger logger)
    {
        ReloadSettings settings = ReloadSettings.Default with { Watch = watchForChanges };
        _file = new ReloadingFile<ITransformer>(path, file => Load(context, file), release: null, settings, logger);
        _model = new ReloadingTransformer(_file);
        _file.Reloaded += error =>
        {
            if (error is null)
                Interlocked.Exchange(ref _replaced, new CancellationTokenSource()).Cancel();
        };
    }

    /// <summary>Changes when another model has taken over, whose columns new engines then show.</summary>
    public override IChangeToken GetReloadToken() => new CancellationChangeToken(Volatile.Read(ref _replaced).Token);

    /// <summary>The model, which is loaded the first time.</summary>
    /// <exception cref="MLResNetException">The file cannot be loaded.</exception>
    public override ITransformer GetModel()
    {
        _ = _model.Current;
        return _model;
    }

    public void Dispose() => _file.Dispose();

    private static ITransformer Load(MLContext context, string path)
    {
        ITransformer model = ModelFile.IsPackage(path)
            ? context.Model.LoadImageClassifier(path)
            : context.Model.LoadWithResNet(path, out _);
        context.Model.CreatePredictionEngine<TData, TPrediction>(model, new PredictionEngineOptions { OwnsTransformer = false }).Dispose();
        return model;
    }
}
