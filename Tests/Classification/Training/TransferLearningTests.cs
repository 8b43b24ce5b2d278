using System.Buffers.Binary;
using MLResNet.Formats.Png;
using MLResNet.Imaging;

namespace MLResNet.Classification.Tests.Training;

public sealed class TransferLearningTests(TrainedShapes shapes) : IClassFixture<TrainedShapes>
{
    [Fact]
    public void A_network_learns_to_tell_shapes_apart()
    {
        Evaluation evaluation = shapes.Model.Evaluate(shapes.Unseen);

        Assert.True(evaluation.Accuracy >= 0.9, evaluation.ToString());
        Assert.Equal(shapes.Folder.Classes, shapes.Model.Labels);
        Assert.Equal(TrainedShapes.Options.Epochs, shapes.Model.TrainingReport!.BestEpoch);
        Assert.True(shapes.Model.TrainingReport.History[^1].Loss < shapes.Model.TrainingReport.History[0].Loss);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_on_one_thread_and_on_two_and_another_seed_does_not()
    {
        using ImageClassifier single = TransferLearning.Train(shapes.Folder, TrainedShapes.Options with { Threads = 1 });
        using ImageClassifier other = TransferLearning.Train(shapes.Folder, TrainedShapes.Options with { Seed = 2, Epochs = 1 });

        Assert.Equal(TrainedShapes.Bytes(shapes.Model), TrainedShapes.Bytes(single));
        Assert.NotEqual(shapes.Model.Parameters[0].Values, other.Parameters[0].Values);
    }

    [Fact]
    public void Files_that_cannot_be_read_are_left_out_and_listed_or_fatal_as_one_wishes()
    {
        using var folder = new ShapeFolder(imagesPerKind: 4);
        byte[] jpeg = File.ReadAllBytes(Path.Combine(folder.Root, "disc", "001.jpg"));
        byte[] png = File.ReadAllBytes(Path.Combine(folder.Root, "disc", "000.png"));
        byte[] huge = [.. png];
        BinaryPrimitives.WriteInt32BigEndian(huge.AsSpan(16), 20_000); // the header's width and height
        BinaryPrimitives.WriteInt32BigEndian(huge.AsSpan(20), 20_000);
        byte[] noise = new byte[500];
        new Random(1).NextBytes(noise);
        Dictionary<string, byte[]> broken = new()
        {
            ["cut.jpg"] = jpeg[..(jpeg.Length / 3)],
            ["cut.png"] = png[..(png.Length / 2)],
            ["empty.jpg"] = [],
            ["huge.png"] = huge,
            ["noise.jpg"] = noise,
        };
        foreach (var (name, bytes) in broken)
            File.WriteAllBytes(Path.Combine(folder.Root, "disc", name), bytes);
        File.WriteAllBytes(Path.Combine(folder.Root, "disc", "png-inside.jpg"), png); // content counts, not the extension
        File.WriteAllBytes(Path.Combine(folder.Root, "disc", "pixel.png"), PngEncoder.Encode(new RgbImage(1, 1)));

        using ImageClassifier model = TransferLearning.Train(folder.Open(), TrainedShapes.Options with { Epochs = 1 });

        Assert.Equal(broken.Keys, model.TrainingReport!.Unreadable.Select(file => Path.GetFileName(file.Path)));
        Assert.All(model.TrainingReport.Unreadable, file => Assert.False(string.IsNullOrWhiteSpace(file.Reason)));
        Assert.Equal([4, 6, 4], model.Manifest.Provenance!.Data.ImagesPerClass);

        var error = Assert.Throws<DatasetException>(
            () => TransferLearning.Train(folder.Open(), TrainedShapes.Options with { Strict = true }));
        Assert.Contains("cut.jpg", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Held_out_images_choose_the_best_epoch_and_its_figures_are_the_models()
    {
        TransferLearningOptions options = TrainedShapes.Options with { Epochs = 3, ValidationFraction = null, LearningRate = 2e-3 };
        using ImageClassifier model = TransferLearning.Train(shapes.Folder, options);

        TrainingReport report = model.TrainingReport!;
        var best = report.History.MinBy(epoch => epoch.ValidationLoss)!;
        Assert.Equal(best.Epoch, report.BestEpoch);
        Assert.Equal((66, 6), (model.Manifest.Provenance!.Data.Images, model.Manifest.Provenance.Data.ValidationImages));

        Evaluation evaluation = model.Evaluate(shapes.Folder.Split(0.1, options.Seed).Test);
        Assert.Equal(model.Manifest.Validation!.LogLoss, evaluation.LogLoss);
        Assert.Equal(model.Manifest.Validation.Accuracy, evaluation.Accuracy);

        // The curves show the network itself, the model has a temperature; its label is the same.
        Assert.NotEqual(1, model.Manifest.Temperature);
        Assert.True(evaluation.LogLoss < best.ValidationLoss);
        Assert.Equal(best.ValidationAccuracy, evaluation.Accuracy);
        Assert.Equal(1, shapes.Model.Manifest.Temperature); // without validation
    }

    [Fact]
    public void Images_given_for_validation_are_not_trained_on()
    {
        using ImageClassifier model = TransferLearning.Train(
            shapes.Folder, TrainedShapes.Options with { Epochs = 1, Validation = shapes.Unseen });

        Assert.Equal((72, 36), (model.Manifest.Provenance!.Data.Images, model.Manifest.Provenance.Data.ValidationImages));
    }

    [Fact]
    public void Progress_is_told_step_by_step()
    {
        var reports = new Reports();
        using ImageClassifier model = TransferLearning.Train(
            shapes.Folder, TrainedShapes.Options with { Epochs = 2, Progress = reports });

        Assert.Equal(2 * (9 + 1), reports.Count);
        Assert.Equal([.. Enumerable.Range(1, 9), 9], reports.Take(10).Select(report => report.Step));
        Assert.Equal([1, 2], reports.Where(report => report.EpochCompleted).Select(report => report.Epoch));
        Assert.All(reports, report => Assert.True(report.ImagesPerSecond > 0 && report.TimeLeft >= TimeSpan.Zero));
        Assert.All(reports, report => Assert.InRange(report.Accuracy!.Value, 0, 1));
        Assert.Equal(TimeSpan.Zero, reports[^1].TimeLeft);
        Assert.StartsWith("epoch 1/2  step 1/9  ", reports[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("  took 0:0", reports[^1].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Images_grow_with_the_epochs_and_a_model_is_for_those_that_it_has_seen_last()
    {
        TransferLearningOptions options = TrainedShapes.Options with { Size = 32, StartSize = 16, Epochs = 4 };
        using var cancellation = new CancellationTokenSource();
        var reports = new Reports { After = report => { if (report is { Epoch: 2, EpochCompleted: true }) cancellation.Cancel(); } };

        using ImageClassifier whole = TransferLearning.Train(shapes.Folder, options);
        using ImageClassifier stopped = TransferLearning.Train(shapes.Folder, options with { Progress = reports }, cancellation.Token);

        Assert.Equal(32, whole.Preprocessing.Size);
        Assert.Equal(16, whole.Manifest.Provenance!.Settings!.StartSize);
        Assert.Equal(16, stopped.Preprocessing.Size);
        Assert.Equal(stopped.Manifest.Provenance!.History, whole.Manifest.Provenance.History.Take(2));
        var error = Assert.Throws<MLResNetException>(() => TransferLearning.Train(shapes.Folder, options with { StartSize = 33 }));
        Assert.Contains("StartSize must be 16 to the size, 32, not 33", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_training_returns_the_best_model_so_far_or_none()
    {
        using var cancellation = new CancellationTokenSource();
        var reports = new Reports { After = report => { if (report is { Epoch: 2, Step: 4 }) cancellation.Cancel(); } };

        using ImageClassifier model = TransferLearning.Train(
            shapes.Folder, TrainedShapes.Options with { Progress = reports }, cancellation.Token);

        Assert.True(model.TrainingReport!.Cancelled);
        Assert.Equal(1, model.TrainingReport.BestEpoch);
        Assert.Single(model.Manifest.Provenance!.History);
        Assert.Equal(4, reports[^1].Step);
        Assert.ThrowsAny<OperationCanceledException>(
            () => TransferLearning.Train(shapes.Folder, TrainedShapes.Options, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_training_that_diverges_says_so()
    {
        var error = Assert.ThrowsAny<MLResNetException>(
            () => TransferLearning.Train(shapes.Folder, TrainedShapes.Options with { LearningRate = 900, WeightDecay = 900 }));
        Assert.Contains("LearningRate", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, TransferLearningOptions> OutOfRange => new()
    {
        { "Size", new() { Size = 8 } },
        { "Epochs", new() { Epochs = 0 } },
        { "BatchSize", new() { BatchSize = 1 } },
        { "LearningRate", new() { LearningRate = double.NaN } },
        { "WeightDecay", new() { WeightDecay = -1 } },
        { "Optimizer", new() { Optimizer = (OptimizerKind)9 } },
        { "AverageEpochs", new() { AverageEpochs = -1 } },
        { "LabelSmoothing", new() { LabelSmoothing = 1 } },
        { "L2", new() { L2 = -1 } },
        { "Threads", new() { Threads = -1 } },
        { "ValidationFraction", new() { ValidationFraction = 1 } },
        { "MinArea", new() { Augmentation = new() { MinArea = 0 } } },
        { "Arch", new() { Arch = "resnet51" } },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void An_option_out_of_its_range_is_named(string option, TransferLearningOptions options)
    {
        var error = Assert.ThrowsAny<MLResNetException>(() => TransferLearning.Train(shapes.Folder, options));
        Assert.Contains(option, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_that_cannot_be_trained_on_is_refused()
    {
        using var folder = new ShapeFolder(imagesPerKind: 2);
        Directory.Delete(Path.Combine(folder.Root, "cross"), recursive: true);
        foreach (string file in Directory.GetFiles(Path.Combine(folder.Root, "disc")))
            File.WriteAllBytes(file, [1, 2, 3]); // no image of the class is left

        var error = Assert.Throws<DatasetException>(() => TransferLearning.Train(folder.Open(), TrainedShapes.Options));
        Assert.Contains("'stripes'", error.Message, StringComparison.Ordinal);
    }

    private sealed class Reports : List<TrainingProgress>, IProgress<TrainingProgress>
    {
        public Action<TrainingProgress>? After { get; init; }

        public void Report(TrainingProgress value)
        {
            Add(value);
            After?.Invoke(value);
        }
    }
}
