using Microsoft.Extensions.Logging;
using MLResNet.Formats;
using MLResNet.Hosting.Monitoring;
using MLResNet.Hosting.Reloading;
using MLResNet.Imaging;

namespace MLResNet.Hosting;

/// <summary>
/// A model in a program that runs for long, as <c>AddImageClassifier</c> registers it: a prediction runs on the newest model that
/// could be loaded from the file, and one that is under way when that changes ends on the model that it began with. Thread-safe.
/// </summary>
public sealed class HostedImageClassifier : IDisposable
{
    /// <summary>The name of the meter whose instruments count and time predictions.</summary>
    public const string MeterName = "MLResNet";

    private readonly ReloadingFile<ImageClassifier> _file;
    private readonly PredictionMetrics _metrics;
    private readonly bool _loadOnStart;

    internal HostedImageClassifier(
        string name, string path, HostedImageClassifierOptions options, PredictionMetrics metrics, ILogger logger)
    {
        (Name, _metrics, _loadOnStart) = (name, metrics, options.LoadOnStart);
        ImageClassifierOptions loading = options.Classifier;
        _file = new ReloadingFile<ImageClassifier>(
            path, file => ImageClassifier.Load(file, loading), model => model.Dispose(), options.Reload, logger);
        _file.Reloaded += error => metrics.Reloaded(name, error);
    }

    /// <summary>The name that it was registered by; empty for the model without a name.</summary>
    public string Name { get; }

    /// <summary>The model in service; null while none has been loaded.</summary>
    public HostedModel? Model => _file.Current is { } current ? Describe(current) : null;

    /// <summary>
    /// Why the file as it is now could not be loaded, while an earlier model, if there is one, stays in service; null if it is in
    /// service.
    /// </summary>
    public MLResNetException? LoadError => _file.Failure;

    /// <summary>Counts and times predictions; who makes them with a lease tells it of them.</summary>
    internal PredictionMetrics Metrics => _metrics;

    /// <summary>Names the picture in a file.</summary>
    /// <param name="path">The file; its content decides what it is, not its extension.</param>
    /// <exception cref="ImageFormatException">The file cannot be read as an image; the message begins with the path.</exception>
    /// <exception cref="MLResNetException">There is no model yet, and its file cannot be loaded.</exception>
    public Prediction Predict(string path) => Measure(path, static (model, image) => model.Predict(image));

    /// <summary>Names an encoded picture.</summary>
    /// <param name="image">The bytes of a JPEG, PNG, BMP or GIF.</param>
    /// <exception cref="ImageFormatException">They cannot be read as an image.</exception>
    /// <exception cref="MLResNetException">There is no model yet, and its file cannot be loaded.</exception>
    public Prediction Predict(ReadOnlySpan<byte> image) => Measure(image, static (model, image) => model.Predict(image));

    /// <summary>Names an encoded picture from a stream, which is read to its end and left open.</summary>
    /// <param name="image">A JPEG, PNG, BMP or GIF.</param>
    /// <exception cref="ImageFormatException">It cannot be read as an image.</exception>
    /// <exception cref="MLResNetException">There is no model yet, and its file cannot be loaded.</exception>
    public Prediction Predict(Stream image) => Measure(image, static (model, image) => model.Predict(image));

    /// <summary>Names a picture.</summary>
    /// <param name="image">The picture; any size.</param>
    /// <exception cref="MLResNetException">There is no model yet, and its file cannot be loaded.</exception>
    public Prediction Predict(RgbImage image) => Measure(image, static (model, image) => model.Predict(image));

    /// <summary>
    /// Names an encoded picture from a stream, which is read to its end and left open; only the reading is asynchronous.
    /// </summary>
    /// <param name="image">A JPEG, PNG, BMP or GIF.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ImageFormatException">It cannot be read as an image.</exception>
    /// <exception cref="MLResNetException">There is no model yet, and its file cannot be loaded.</exception>
    public async Task<Prediction> PredictAsync(Stream image, CancellationToken cancellationToken = default)
    {
        long start = _metrics.Began(Name);
        try
        {
            using ImageClassifierLease lease = Lease();
            Prediction prediction = await lease.Classifier.PredictAsync(image, cancellationToken).ConfigureAwait(false);
            _metrics.Ended(Name, start, error: null);
            return prediction;
        }
        catch (Exception e)
        {
            _metrics.Ended(Name, start, e);
            throw;
        }
    }

    /// <summary>
    /// Holds the model in service, for explanations, features, many files, or several steps that one model is to do. What is done
    /// with it is not measured.
    /// </summary>
    /// <exception cref="MLResNetException">There is no model yet, and its file cannot be loaded.</exception>
    public ImageClassifierLease Lease()
    {
        LoadedFile<ImageClassifier> held = _file.Enter();
        return new ImageClassifierLease(Describe(held), held);
    }

    /// <summary>Stops following the file. Predictions under way and leases end as they would have.</summary>
    public void Dispose() => _file.Dispose();

    /// <summary>The name and the file.</summary>
    public override string ToString() => Name.Length == 0 ? _file.Path : $"{Name}: {_file.Path}";

    /// <summary>Loads the model, if that is to be done when the host starts.</summary>
    internal Task StartAsync(CancellationToken cancellationToken) => _loadOnStart ? LoadAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Loads the model, if none is.</summary>
    /// <exception cref="MLResNetException">Its file cannot be loaded.</exception>
    internal Task LoadAsync(CancellationToken cancellationToken) => Task.Run(() => _file.Enter().Exit(), cancellationToken);

    private HostedModel Describe(LoadedFile<ImageClassifier> loaded) =>
        new(_file.Path, loaded.Version, loaded.Hash, loaded.LoadedAt, loaded.Value.Labels);

    private Prediction Measure<TImage>(TImage image, Func<ImageClassifier, TImage, Prediction> predict) where TImage : allows ref struct
    {
        long start = _metrics.Began(Name);
        try
        {
            LoadedFile<ImageClassifier> model = _file.Enter();
            Prediction prediction;
            try
            {
                prediction = predict(model.Value, image);
            }
            finally
            {
                model.Exit();
            }
            _metrics.Ended(Name, start, error: null);
            return prediction;
        }
        catch (Exception e)
        {
            _metrics.Ended(Name, start, e);
            throw;
        }
    }
}
