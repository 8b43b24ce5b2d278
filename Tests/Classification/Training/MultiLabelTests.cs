using MLResNet.Imaging;
using MLResNet.Metrics;
using MLResNet.Packaging;

namespace MLResNet.Classification.Tests.Training;

public sealed class MultiLabelTests : IClassFixture<TrainedShapes>, IDisposable
{
    private readonly LabelledShapes _shapes = new(images: 120), _unseen = new(images: 60, seed: 2);
    private readonly string _folder = Directory.CreateTempSubdirectory("mlresnet-").FullName;

    public MultiLabelTests(TrainedShapes shapes) => shapes.Model.Save(Path.Combine(_folder, "shapes.mlresnet"));

    private TransferLearningOptions Head => new()
    {
        Tune = Tune.Head,
        Backbone = Backbone.FromFile(Path.Combine(_folder, "shapes.mlresnet")),
        FeatureCacheBytes = 0,
        Size = 32,
        Threads = 1,
    };

    private TransferLearningOptions InEpochs => Head with
    {
        Tune = Tune.All, BatchSize = 8, Epochs = 3, LearningRate = 5e-3, ValidationFraction = 0.2,
    };

    public void Dispose()
    {
        _shapes.Dispose();
        _unseen.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_head_finds_each_of_several_shapes_and_says_where_there_is_none()
    {
        using ImageClassifier model = TransferLearning.Train(_shapes.Open(), Head);

        Evaluation evaluation = model.Evaluate(_unseen.Open());
        Assert.True(model.IsMultiLabel);
        Assert.True(evaluation.MacroF1 >= 0.85, evaluation.ToString());
        Assert.True(evaluation.MeanAveragePrecision >= 0.9, evaluation.ToString());
        Assert.True(evaluation.LogLossReduction >= 0.4, evaluation.ToString());
        Assert.InRange(evaluation.CalibrationError, 0, 0.15);
        HeadSettings head = model.Manifest.Provenance!.Head!;
        Assert.Equal((5, head.L2), (head.Folds, head.Trials.MinBy(trial => trial.LogLoss)!.L2));
        Assert.Equal(120, model.Manifest.Validation!.Images);

        foreach (LabeledImage image in _unseen.Open())
        {
            Prediction prediction = model.Predict(image.Path);
            EvaluatedImage evaluated = evaluation.Predictions.Single(other => other.Path == image.Path);
            Assert.Equal(evaluated.PredictedLabels, prediction.Labels.Order(StringComparer.Ordinal));
            Assert.Equal(evaluated.Scores, prediction.ScoresInOrder.ToArray());
            Assert.Equal(evaluated.Correct, prediction.Labels.Order(StringComparer.Ordinal).SequenceEqual(evaluated.Labels));
        }
        Assert.Contains(evaluation.Predictions, image => image is { Correct: true, Labels.Count: 0 });
        Assert.Contains(evaluation.Predictions, image => image is { Correct: true, Labels.Count: 3 });
    }

    [Theory]
    [InlineData(Tune.LastStages)]
    [InlineData(Tune.All)]
    public void Fine_tuning_tells_images_better_than_a_poor_head_with_mixed_images_too(Tune tune)
    {
        using ImageClassifier poor = TransferLearning.Train(_shapes.Open(), Head with { L2 = 100 });
        using ImageClassifier model = TransferLearning.Train(_shapes.Open(), InEpochs with
        {
            Tune = tune, L2 = 100, Epochs = 6, LearningRate = 0.01, Augmentation = Augmentation.None with { Mixup = 0.2f, CutMix = 0.5f },
        });

        Evaluation tuned = model.Evaluate(_unseen.Open());
        Assert.True(tuned.LogLoss < poor.Evaluate(_unseen.Open()).LogLoss, tuned.ToString());
        Assert.NotEqual(0, model.TrainingReport!.BestEpoch);
        Assert.Equal(model.Manifest.Provenance!.History[^1].ValidationLoss is not null, model.Manifest.Validation is not null);
    }

    [Fact]
    public void A_network_from_scratch_learns_them_too()
    {
        using ImageClassifier model = TransferLearning.Train(_shapes.Open(), new TransferLearningOptions
        {
            Arch = "resnet20-cifar",
            Size = 32,
            Epochs = 10,
            BatchSize = 8,
            LearningRate = 5e-3,
            Augmentation = Augmentation.None,
            ValidationFraction = 0.2,
        });

        Evaluation evaluation = model.Evaluate(_unseen.Open());
        Assert.True(evaluation.MacroF1 >= 0.85, evaluation.ToString());
        Assert.InRange(model.Manifest.Provenance!.History[^1].Accuracy, 0.5, 1);
        Assert.Equal(24, model.Manifest.Validation!.Images);
    }

    [Fact]
    public void A_training_that_stops_comes_to_the_same_bytes_where_no_image_has_two_labels_but_some_have_none()
    {
        using var single = new LabelledShapes(images: 60, mostLabels: 1);
        ImageFolder folder = single.Open();
        byte[] expected = TrainedShapes.Bytes(TransferLearning.Train(folder, InEpochs));
        TransferLearningOptions options = InEpochs with { Checkpoint = Path.Combine(_folder, "a.checkpoint"), Resume = true };
        using (var stop = new CancellationTokenSource())
        {
            int steps = 0;
            var progress = new Told(report => { if (report.Stage == TrainingStage.Network && ++steps == 8) stop.Cancel(); });
            TransferLearning.Train(folder, options with { Progress = progress }, stop.Token).Dispose();
        }

        Assert.Equal(expected, TrainedShapes.Bytes(TransferLearning.Train(folder, options with { Threads = 2 })));
    }

    [Fact]
    public void A_checkpoint_of_one_label_an_image_is_that_of_another_training()
    {
        using var folder = new ShapeFolder(imagesPerKind: 8);
        using var stop = new CancellationTokenSource();
        TransferLearningOptions options = TrainedShapes.Options with { Checkpoint = Path.Combine(_folder, "b.checkpoint"), Resume = true };
        var progress = new Told(_ => stop.Cancel());
        Assert.ThrowsAny<OperationCanceledException>(
            () => TransferLearning.Train(folder.Open(), options with { Progress = progress }, stop.Token));

        var error = Assert.Throws<MLResNetException>(() => TransferLearning.Train(folder.Open(), options with { MultiLabel = true }));
        Assert.Contains("multi_label", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Left_open_as_much_is_trained_as_pays()
    {
        TransferLearningOptions options = InEpochs with { Tune = Tune.Auto, Epochs = 2 };
        using ImageClassifier model = TransferLearning.Train(_shapes.Open(), options);

        IReadOnlyList<TuningTrial> trials = model.Manifest.Provenance!.Trials!;
        Assert.Equal(new[] { "Head", "LastStages", "All" }.Take(trials.Count), trials.Select(trial => trial.Tune));
        Assert.Equal(trials.MinBy(trial => trial.LogLoss)!.Tune, model.Manifest.Provenance.Tune);
        // 120 images are too few to set some apart unasked.
        using ImageClassifier head = TransferLearning.Train(_shapes.Open(), options with { ValidationFraction = null });
        Assert.Equal("Head", head.Manifest.Provenance!.Tune);
    }

    [Fact]
    public void The_package_comes_back_with_its_thresholds_and_answers_the_same()
    {
        using ImageClassifier trained = TransferLearning.Train(_shapes.Open(), Head);
        string path = Path.Combine(_folder, "labels.mlresnet");
        trained.Save(path);
        using ImageClassifier model = ImageClassifier.Load(path);

        Assert.Equal(3, model.Manifest.FormatVersion);
        Assert.Equal(trained.Manifest.Thresholds, model.Manifest.Thresholds);
        Assert.NotEqual(1, model.Manifest.Temperature);
        string picture = _unseen.Open()[0].Path;
        Assert.Equal(trained.Predict(picture).ScoresInOrder.ToArray(), model.Predict(picture).ScoresInOrder.ToArray());
        Assert.Equal(model.Labels, model.ExplainTop(picture, 3).Select(explanation => explanation.Label).Order(StringComparer.Ordinal));
        Assert.Equal(model.Predict(picture).Scores["disc"], model.Explain(picture, "disc").Score);
        Assert.Equal(model.Spec.FeatureCount(), model.Embed(picture).Length);
    }

    [Fact]
    public void Images_of_one_label_are_told_apart_by_a_softmax_unless_one_wishes_otherwise()
    {
        using var folder = new ShapeFolder(imagesPerKind: 8);
        using ImageClassifier plain = TransferLearning.Train(folder.Open(), Head);
        using ImageClassifier forced = TransferLearning.Train(folder.Open(), Head with { MultiLabel = true });
        string first = Path.Combine(_folder, "first.mlresnet");
        forced.Save(first);
        using ImageClassifier next = TransferLearning.Train(folder.Open(), Head with { Backbone = null, Size = null, From = first });

        Assert.Equal((false, true, true), (plain.IsMultiLabel, forced.IsMultiLabel, next.IsMultiLabel));
        Assert.Equal(2, plain.Manifest.FormatVersion);
        string disc = folder.Open().First(image => image.LabelIndex == 1).Path;
        Assert.Equal(1, plain.Predict(disc).ScoresInOrder.ToArray().Sum(), 1e-5f);
        Assert.Equal(["disc"], plain.Predict(disc).Labels);
        Assert.Equal(["disc"], forced.Predict(disc).Labels);
        Assert.True(forced.Evaluate(folder.Open()).MacroF1 >= 0.9);
    }

    [Fact]
    public void Cross_validation_predicts_each_image_once_and_knows_no_common_threshold()
    {
        CrossValidationResult result = CrossValidation.Run(_shapes.Open(), 3, Head with { L2 = 0.1 });

        Assert.Equal(
            _shapes.Open().Select(image => image.Path),
            result.Overall.Predictions.Select(image => image.Path).Order(StringComparer.Ordinal));
        Assert.Equal(result.Folds.Average(fold => fold.MacroF1), result.MeanMacroF1);
        Assert.True(result.MeanMacroF1 >= 0.8, result.ToString());
        Assert.All(result.Overall.Classes, label => Assert.Null(label.Threshold));
        Assert.Matches(@"^3 folds: macro F1 [01]\.\d{3} ± 0\.\d{3}$", result.ToString());
    }

    [Fact]
    public void Balanced_labels_raise_a_rare_one()
    {
        string[] rows = File.ReadAllLines(_shapes.Manifest);
        int seen = 0;
        File.WriteAllLines(_shapes.Manifest, rows.Where(row => !row.Contains("disc", StringComparison.Ordinal) || seen++ < 5));
        using ImageClassifier plain = TransferLearning.Train(_shapes.Open(), Head with { L2 = 10 });
        using ImageClassifier balanced = TransferLearning.Train(_shapes.Open(), Head with { L2 = 10, BalanceClasses = ClassBalance.Weights });

        Assert.True(MeanScore(balanced) > 2 * MeanScore(plain));

        double MeanScore(ImageClassifier model) => _unseen.Open().Average(image => model.Predict(image.Path).Scores["disc"]);
    }

    [Fact]
    public void What_makes_no_sense_with_several_labels_is_refused_in_one_sentence()
    {
        using var folder = new ShapeFolder(imagesPerKind: 3);
        using ImageClassifier plain = TransferLearning.Train(folder.Open(), Head);
        using ImageClassifier model = TransferLearning.Train(_shapes.Open(), Head with { L2 = 1 });

        var dataset = Assert.Throws<DatasetException>(() => plain.Evaluate(_shapes.Open()));
        Assert.Contains("several labels", dataset.Message, StringComparison.Ordinal);
        var option = Assert.Throws<MLResNetException>(() => model.Evaluate(_unseen.Open(), new EvaluationOptions { TopK = 2 }));
        Assert.Contains("TopK", option.Message, StringComparison.Ordinal);
        Evaluation evaluation = model.Evaluate(_unseen.Open());
        Assert.Throws<InvalidOperationException>(() => evaluation.Confusion);
        Assert.Throws<InvalidOperationException>(() => evaluation.TopKAccuracy);
    }

    [Fact]
    public void A_backbone_can_be_pretrained_on_them()
    {
        using ImageClassifier backbone = MLResNet.Pretraining.Train(_shapes.Open(), new PretrainingOptions
        {
            Arch = "resnet20-cifar", Size = 32, StartSize = 32, Epochs = 1, BatchSize = 16, ValidationFraction = 0.2, Threads = 1,
        });

        Assert.True(backbone.IsMultiLabel);
        Assert.Equal(24, backbone.Manifest.Validation!.Images);
        Assert.Equal(1, backbone.Manifest.Temperature);
    }
}
