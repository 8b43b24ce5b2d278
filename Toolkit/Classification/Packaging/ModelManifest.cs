using MLResNet.Engine.Networks;
using MLResNet.Imaging;

namespace MLResNet.Packaging;

/// <summary>What a model package says of its model.</summary>
public sealed record ModelManifest
{
    /// <summary>The newest format version that this library reads.</summary>
    public const int CurrentFormatVersion = 4;

    private readonly int? _formatVersion;

    /// <summary>
    /// Version of the package's format: that of the file it was read from; of a new model the oldest that can hold it, so that
    /// earlier versions of this library read what they understand.
    /// </summary>
    public int FormatVersion
    {
        get => _formatVersion ?? LeastFormatVersion;
        init => _formatVersion = value;
    }

    /// <summary>The network.</summary>
    public required ResNetSpec Spec { get; init; }

    /// <summary>How a picture becomes the network's input.</summary>
    public required ImagePreprocessing Preprocessing { get; init; }

    /// <summary>The classes, in the order of the network's outputs.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>
    /// What the network's outputs are divided by before they become probabilities, above 0: softmax(logits / temperature), or
    /// sigmoid of the same where there are <see cref="Thresholds"/>. Fitted to images that the network did not learn from, so
    /// that of the answers given with 80 % about 80 % are right; 1 where there were none. It does not change which label is the
    /// likeliest.
    /// </summary>
    public double Temperature { get; init; } = 1;

    /// <summary>
    /// Of a model that gives an image any number of labels: from which probability on, 0 to 1, an image has a label, in the order
    /// of <see cref="Labels"/>. Probabilities are then each label's own, sigmoid(logit / temperature). Null for a model that
    /// gives each image one label, by a softmax.
    /// </summary>
    public IReadOnlyList<float>? Thresholds { get; init; }

    /// <summary>
    /// Whether answers and features are the mean of those to the picture and to its mirror image, of logits before the
    /// <see cref="Temperature"/>. They take twice the time.
    /// </summary>
    public bool MirrorImages { get; init; }

    /// <summary>Where the model comes from; null if it was not trained here.</summary>
    public ModelProvenance? Provenance { get; init; }

    /// <summary>The pretrained weights that it is, or that its training began with; null if there are none.</summary>
    public BackboneProvenance? Backbone { get; init; }

    /// <summary>
    /// The models whose mean it is, in the order in which they were given; the rest of the manifest is of the first. Null for a model
    /// that is no mean.
    /// </summary>
    public IReadOnlyList<AveragedModel>? Averaged { get; init; }

    /// <summary>
    /// How it fared on the images that chose its best epoch or its penalty; of a head without validation images, how heads fared
    /// on the part of the training images that they were not fitted to (cross-validation). Null if no image was held out.
    /// </summary>
    public ModelMetrics? Validation { get; init; }

    /// <summary>How it fared on images it never saw, if that was recorded.</summary>
    public ModelMetrics? HeldOut { get; init; }

    /// <summary>Whether it was trained on from <see cref="Backbone"/>, so that its weights are others than those.</summary>
    internal bool IsTrainedOn => Provenance is { } provenance && provenance.Tune != nameof(Tune.Scratch);

    /// <summary>
    /// The version that is written. An earlier reader would take a network with thresholds for one with a softmax, and leave mirror
    /// images out.
    /// </summary>
    internal int LeastFormatVersion => MirrorImages ? 4 : Thresholds is null ? 2 : 3;
}
