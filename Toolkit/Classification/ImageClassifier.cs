using MLResNet.Engine.Inference;
using MLResNet.Engine.Networks;
using MLResNet.Features;
using MLResNet.Imaging;
using MLResNet.Packaging;

namespace MLResNet;

/// <summary>
/// A trained model, ready to name pictures. Thread-safe: load it once and share it; a picture's scores do not depend on what is
/// classified with it or at the same time.
/// </summary>
public sealed partial class ImageClassifier : IDisposable
{
    private readonly ImageClassifierOptions _options;
    private readonly InferencePlan _plan;

    // The plan has the parameters in a form of its own; a model that came from a file leaves them there.
    private readonly NetworkParameters? _parameters;
    private volatile ModelFile? _file;
    private volatile ModelManifest _manifest;

    internal ImageClassifier(ModelPackage package, ImageClassifierOptions? options = null)
        : this(package.Manifest, package.Parameters, options, file: null) => _parameters = package.Parameters;

    private ImageClassifier(ModelManifest manifest, IParameterSource parameters, ImageClassifierOptions? options, ModelFile? file)
    {
        _options = options ?? ImageClassifierOptions.Default;
        _options.Validate();
        _manifest = manifest;
        _file = file;
        _plan = InferencePlan.Create(manifest.Spec, parameters, _options.Compute);
    }

    /// <summary>The classes, in the order of the network's outputs.</summary>
    public IReadOnlyList<string> Labels => Manifest.Labels;

    /// <summary>Whether it gives a picture any number of labels, each for itself, rather than one.</summary>
    public bool IsMultiLabel => Manifest.Thresholds is not null;

    /// <summary>The network.</summary>
    public ResNetSpec Spec => Manifest.Spec;

    /// <summary>
    /// The network's parameters, not to be changed. Those of a model that was loaded by its path are read again from there, each
    /// time, rather than kept in memory beside the form that predictions take them in.
    /// </summary>
    /// <exception cref="MLResNetException">The model's file is gone, or another than it was.</exception>
    public NetworkParameters Parameters => _parameters ?? _file!.ReadParameters();

    /// <summary>How a picture becomes the network's input.</summary>
    public ImagePreprocessing Preprocessing => Manifest.Preprocessing;

    /// <summary>
    /// What the model package says: network, preprocessing, labels, where the model comes from and how it fared.
    /// </summary>
    public ModelManifest Manifest => _manifest;

    /// <summary>What happened in the training that made this model in this program; null for one that was loaded.</summary>
    public TrainingReport? TrainingReport { get; internal init; }

    /// <summary>
    /// Notes in the manifest how the model fares on images that it never saw, so that the package tells of it once it is saved.
    /// </summary>
    /// <param name="evaluation">The evaluation on those images.</param>
    public void RecordHeldOut(Evaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        _manifest = _manifest with { HeldOut = ModelMetrics.From(evaluation) };
    }

    /// <summary>Notes in the manifest how the model fares on the images that its making kept for this.</summary>
    internal void RecordValidation(Evaluation evaluation) => _manifest = _manifest with { Validation = ModelMetrics.From(evaluation) };

    /// <summary>Frees the network's memory; no prediction may be under way.</summary>
    public void Dispose() => _plan.Dispose();

    /// <summary>Runs prepared pictures through the network.</summary>
    /// <param name="pixels">[count][size][size][3], as <see cref="Preprocessing"/> prepares them.</param>
    /// <param name="count">Pictures.</param>
    /// <param name="size">Their side in pixels.</param>
    /// <param name="logits">[count][labels], written.</param>
    private void Run(ReadOnlySpan<float> pixels, int count, int size, Span<float> logits)
    {
        _plan.Run(pixels, count, size, size, logits);
        if (!Manifest.MirrorImages)
            return;
        using var mirrored = new MirrorAverage(pixels, size, logits.Length);
        _plan.Run(mirrored.Pixels, count, size, size, mirrored.Outputs);
        mirrored.AddTo(logits);
    }

    /// <summary>The network and the number of classes.</summary>
    public override string ToString() => $"{Spec.Id}, {Labels.Count} {(IsMultiLabel ? "labels" : "classes")}";

    private Prediction PredictionFrom(ReadOnlySpan<float> logits) =>
        Prediction.FromLogits(Labels, logits, Manifest.Temperature, Manifest.Thresholds);
}
