using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Transforms;
using Microsoft.ML.Vision;
using MLResNet.Formats;
using MLResNet.Metrics;
using MLResNet.Pipelines.Data;
using MLResNet.Pipelines.Training;

namespace MLResNet.Pipelines;

/// <summary>
/// Trains with ML.NET's own image classification, on TensorFlow, over this library's images and splits, and evaluates as this
/// library does: a peer to compare with, and a way to a GPU, which TensorFlow uses where its native library finds one.
/// </summary>
/// <remarks>
/// The program has to bring that native library: the package SciSharp.TensorFlow.Redist for the processor, or
/// SciSharp.TensorFlow.Redist-Linux-GPU. ML.NET downloads the network on its first use.
/// </remarks>
public sealed partial class ResNetOnTensorFlow
{
    private const string PathColumn = "ImagePath", ImageColumn = "Image", LabelColumn = "Label", ScoreColumn = "Score";

    private readonly MLContext _context;
    private readonly Options _options;

    /// <summary>Prepares to train.</summary>
    /// <param name="context">The context; its seed draws the validation images and the order of the others.</param>
    /// <param name="options">Network, and how to train; null for ML.NET's defaults.</param>
    /// <exception cref="MLResNetException">An option is out of its range.</exception>
    public ResNetOnTensorFlow(MLContext context, Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        _options = options ?? new Options();
        _options.Validate();
        _context = context;
    }

    /// <summary>Trains a head on the features of images, and evaluates the model on others.</summary>
    /// <param name="train">
    /// The images to train on; of a data set that brings a train part of its own that part, and its validation part validates.
    /// </param>
    /// <param name="test">
    /// The images to evaluate on, of the same classes; of a data set with a test part of its own that part.
    /// </param>
    /// <exception cref="DatasetException">
    /// The images cannot be trained on or tested with: too few classes, several labels an image, none that can be read or, if so
    /// wished, one that cannot.
    /// </exception>
    /// <exception cref="MLResNetException">The native library of TensorFlow is not there, or cannot be loaded.</exception>
    public Result Train(ImageFolder train, ImageFolder test)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        TensorFlowLibrary.Demand();
        test = (test.Test ?? test.Validation ?? test).WithClasses(train.Classes);
        (ImageFolder images, IReadOnlyList<UnreadableFile> leftOut) = Readable(train.Train ?? train);
        images.EnsureTrainable();
        ImageFolder? validation = null;
        if (train.Train is not null && train.Validation is { } own)
        {
            (validation, IReadOnlyList<UnreadableFile> others) = Readable(own);
            leftOut = [.. leftOut, .. others];
        }
        (ImageFolder unseen, IReadOnlyList<UnreadableFile> unreadable) = Readable(test);
        if (unseen.Count == 0)
            throw new DatasetException($"'{test.Source}' has no image that can be read, so none to evaluate; check the files.");
        TransformerChain<KeyToValueMappingTransformer> model = Fit(images, validation);
        return new Result(model, Evaluate(model, unseen, unreadable), leftOut);
    }

    private TransformerChain<KeyToValueMappingTransformer> Fit(ImageFolder images, ImageFolder? validation)
    {
        IDataView rows = new ImageFolderView(images);
        IDataView classes = _context.Data.LoadFromEnumerable(images.Classes.Select(name => new ClassRow { Name = name }));
        var reading = _context.Transforms.Conversion.MapValueToKey(LabelColumn, keyData: classes)
            .Append(_context.Transforms.LoadRawImageBytes(ImageColumn, imageFolder: null, PathColumn));
        ImageClassificationTrainer.Options options = TrainerOptions(images.Count, validation?.Count);
        if (validation is not null)
            options.ValidationSet = reading.Fit(rows).Transform(new ImageFolderView(validation));
        return reading.Append(_context.MulticlassClassification.Trainers.ImageClassification(options))
            .Append(_context.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(rows);
    }

    private ImageClassificationTrainer.Options TrainerOptions(int images, int? validationImages)
    {
        int held = validationImages is null ? (int)(images * _options.ValidationFraction) : 0;
        var options = new ImageClassificationTrainer.Options
        {
            FeatureColumnName = ImageColumn,
            LabelColumnName = LabelColumn,
            ScoreColumnName = ScoreColumn,
            Arch = _options.Architecture == Architecture.ResnetV2101
                ? ImageClassificationTrainer.Architecture.ResnetV2101
                : ImageClassificationTrainer.Architecture.ResnetV250,
            Epoch = _options.Epochs,
            // ML.NET's learning rate is not a number where an epoch has no full batch.
            BatchSize = Math.Min(_options.BatchSize, images - held),
            // ML.NET's option of this name is without effect where there is a schedule.
            LearningRate = _options.LearningRate,
            LearningRateScheduler = new ExponentialLRDecay(_options.LearningRate),
            EarlyStoppingCriteria = _options.Patience is { } patience
                ? new ImageClassificationTrainer.EarlyStopping(_options.LeastGain, patience)
                : null,
            ValidationSetFraction = held > 0 ? _options.ValidationFraction : null,
            WorkspacePath = _options.WorkspacePath,
        };
        if (_options.Progress is { } progress)
        {
            options.MetricsCallback = new TensorFlowProgress(
                progress, options.Epoch, images, validationImages ?? 0, validates: held > 0 || validationImages > 0).Report;
        }
        return options;
    }

    private static Evaluation Evaluate(
        TransformerChain<KeyToValueMappingTransformer> model, ImageFolder test, IReadOnlyList<UnreadableFile> unreadable)
    {
        IDataView scored = model.Transform(new ImageFolderView(test));
        DataViewSchema.Column column = scored.Schema[ScoreColumn];
        using DataViewRowCursor cursor = scored.GetRowCursor([column]);
        ValueGetter<VBuffer<float>> get = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> scores = default;
        var evaluated = new List<EvaluatedImage>(test.Count);
        foreach (LabeledImage image in test)
        {
            if (!cursor.MoveNext())
                throw new InvalidOperationException("ML.NET scores fewer images than it was given.");
            get(ref scores);
            var prediction = new Prediction(test.Classes, [.. scores.DenseValues()]);
            evaluated.Add(EvaluatedImage.From(image.Path, test.Classes, image.LabelIndex, prediction));
        }
        return new Evaluation(test.Classes, evaluated, unreadable, EvaluationOptions.UsualTopK(test.Classes.Count));
    }

    /// <summary>
    /// Leaves out what cannot be decoded, or not by TensorFlow: ML.NET would pass over it in silence, and score it like the image
    /// before.
    /// </summary>
    private (ImageFolder Images, IReadOnlyList<UnreadableFile> Others) Readable(ImageFolder images)
    {
        IReadOnlyList<UnreadableFile> broken = images.Verify();
        ImageFolder whole = images.Without(broken);
        UnreadableFile[] others = [.. broken, .. whole.Select(image => image.Path).Distinct().Where(path => !IsForTensorFlow(path))
            .Select(path => new UnreadableFile(path, "TensorFlow reads JPEG and PNG here; convert it."))];
        return _options.Strict && others.Length > 0 ? throw UnreadableFile.Error(others) : (images.Without(others), others);
    }

    private static bool IsForTensorFlow(string path)
    {
        Span<byte> start = stackalloc byte[64];
        using FileStream file = File.OpenRead(path);
        int length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return ImageDecoder.Identify(start[..length]) is ImageFormat.Jpeg or ImageFormat.Png;
    }

    private sealed class ClassRow
    {
        public string Name { get; set; } = "";
    }
}
