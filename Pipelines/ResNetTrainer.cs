using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLResNet.Pipelines.Data;
using MLResNet.Pipelines.Imaging;
using MLResNet.Pipelines.Training;

namespace MLResNet.Pipelines;

/// <summary>
/// Trains a network on images and their labels, as <see cref="TransferLearning.Train"/> does: a new head on a pretrained
/// backbone, its last stages, all of it, or a network from scratch.
/// </summary>
/// <remarks>
/// The label is a key, as <c>MapValueToKey</c> makes it; rows without one are left out, as are images that cannot be read, unless
/// the options are strict. The model gives a key of the same values and a probability for each. Values of keys that are no texts
/// become texts.
/// </remarks>
public sealed partial class ResNetTrainer : IEstimator<ResNetClassifierTransformer>
{
    private readonly Options _options;

    internal ResNetTrainer(Options options)
    {
        ArgumentException.ThrowIfNullOrEmpty(options.LabelColumnName);
        ArgumentException.ThrowIfNullOrEmpty(options.ImageColumnName);
        ArgumentException.ThrowIfNullOrEmpty(options.ScoreColumnName);
        ArgumentException.ThrowIfNullOrEmpty(options.PredictedLabelColumnName);
        _options = options;
    }

    /// <summary>Trains.</summary>
    /// <param name="input">Rows with an image and a label; gone through once.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is not there, or of another type.</exception>
    /// <exception cref="DatasetException">The images cannot be trained on: too few labels, or none that can be read.</exception>
    /// <exception cref="MLResNetException">An option is out of its range, or the backbone is not there.</exception>
    public ResNetClassifierTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var spool = new ImageSpool();
        DataViewSchema.Column label = ColumnErrors.Find(input.Schema, "label", _options.LabelColumnName);
        if (label.Type is not KeyDataViewType)
            throw ColumnErrors.Mismatch(nameof(input), "label", label.Name, "Key", label.Type.ToString()!);
        IReadOnlyList<string> labels = LabelNames.Of(label);
        var rows = new LabelledRows(_options.ImageColumnName, _options.LabelColumnName, labels, spool);
        TransferLearningOptions training = _options.Training;
        if (_options.ValidationSet is { } validation)
            training = training with { Validation = rows.Read(validation, "the validation set") };
        ImageFolder images = rows.Read(input, "the training set");

        using IChannel? channel = (_options.Context as IChannelProvider)?.Start(nameof(ResNetTrainer));
        if (channel is not null)
            training = training with { Progress = new ProgressLog(channel, training.Progress) };
        ImageClassifier model = TransferLearning.Train(images, training);
        foreach (UnreadableFile file in model.TrainingReport!.Unreadable)
            channel?.Warning(MessageSensitivity.UserData, $"Left out {file}");
        return new ResNetClassifierTransformer(
            model, _options.ImageColumnName, _options.ScoreColumnName, _options.PredictedLabelColumnName);
    }

    /// <summary>The shape with the columns of label and scores.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is not there, or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        ImageMapping.Check(inputSchema, _options.ImageColumnName);
        SchemaShape.Column label = inputSchema.Find("label", _options.LabelColumnName);
        if (!label.IsKey || label.Kind != SchemaShape.Column.VectorKind.Scalar)
            throw ColumnErrors.Mismatch(nameof(inputSchema), "label", label.Name, "Key", label.TypeText());
        return inputSchema.With(
            ColumnShapes.Key(_options.PredictedLabelColumnName, hasKeyValues: true),
            ColumnShapes.Vector(_options.ScoreColumnName, hasSlotNames: true));
    }
}
