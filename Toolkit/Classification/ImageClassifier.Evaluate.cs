using MLResNet.Loading;
using MLResNet.Metrics;
using MLResNet.Training;

namespace MLResNet;

public sealed partial class ImageClassifier
{
    /// <summary>
    /// Classifies labelled images and compares. Each image gets exactly the scores that <see cref="Predict(string)"/> gives it.
    /// </summary>
    /// <param name="images">
    /// The images; of a data set that brings a test part of its own (or, lacking that, a validation part), that part. Classes are
    /// matched by name, so a class of the model may be missing. Only a model that <see cref="IsMultiLabel"/> takes images of
    /// several labels; it takes those of one, too.
    /// </param>
    /// <param name="options">Top-k, strictness, progress; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <exception cref="DatasetException">
    /// The model does not know a class of the images, an image has several labels and the model gives one, no image can be read,
    /// or, if so wished, one cannot.
    /// </exception>
    /// <exception cref="MLResNetException">An option is out of its range or of no use.</exception>
    public Evaluation Evaluate(ImageFolder images, EvaluationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        images = (images.Test ?? images.Validation ?? images).WithClasses(Labels);
        if (images.IsMultiLabel && !IsMultiLabel)
            throw new DatasetException($"'{images.Source}' has images with several labels; this model gives each image one.");
        if (IsMultiLabel && options?.TopK is not null)
            throw new MLResNetException($"The option {nameof(options.TopK)} is for models that give an image one label; leave it out.");

        IEnumerable<FilePrediction> predictions = PredictMany(images.Select(image => image.Path), cancellationToken);
        return EvaluatePredictions(images, predictions, options ?? new EvaluationOptions());
    }

    /// <summary>
    /// What the network makes of readable images with this model's classes, which a loader of <see cref="CreateLoader"/> reads.
    /// </summary>
    /// <exception cref="DatasetException">A file cannot be read after all.</exception>
    internal ImageLogits ComputeLogits(ImageFolder images, ImageLoader loader, CancellationToken cancellationToken)
    {
        float[] logits = new float[images.Count * Labels.Count];
        int done = 0;
        foreach (ImageBatch batch in loader.InOrder(cancellationToken))
        {
            Span<float> own = logits.AsSpan(done * Labels.Count, batch.Count * Labels.Count);
            Run(batch.Pixels.Span, batch.Count, batch.Size, own);
            done += batch.Count;
        }
        return done == images.Count
            ? new ImageLogits(Labels, images, logits, IsMultiLabel)
            : throw UnreadableFile.Error(loader.Unreadable);
    }

    private Evaluation EvaluatePredictions(
        ImageFolder images, IEnumerable<FilePrediction> predictions, EvaluationOptions options)
    {
        int topK = options.TopK ?? EvaluationOptions.UsualTopK(Labels.Count);
        OptionRange.Require(topK >= 1, nameof(options.TopK), "at least 1", topK);
        var evaluated = new List<EvaluatedImage>();
        var unreadable = new List<UnreadableFile>();
        foreach (var (image, result) in images.Zip(predictions))
        {
            if (result.Succeeded && IsMultiLabel)
                evaluated.Add(EvaluatedImage.From(result.Path, Labels, image.Labels, result.Prediction));
            else if (result.Succeeded)
                evaluated.Add(EvaluatedImage.From(result.Path, Labels, image.LabelIndex, result.Prediction));
            else
                unreadable.Add(new UnreadableFile(result.Path, result.Error));
            int done = evaluated.Count + unreadable.Count;
            if (done % _options.BatchSize == 0 || done == images.Count)
                options.Progress?.Report(done);
        }
        if (options.Strict && unreadable.Count > 0)
            throw UnreadableFile.Error(unreadable);
        if (evaluated.Count == 0)
            throw new DatasetException($"'{images.Source}' has no image that can be read, so none to evaluate; check the files.");
        return Manifest.Thresholds is { } thresholds
            ? Evaluation.OfLabels(Labels, evaluated, unreadable, thresholds)
            : new Evaluation(Labels, evaluated, unreadable, topK);
    }
}
