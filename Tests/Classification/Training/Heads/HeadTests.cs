using MLResNet.Formats;
using MLResNet.Formats.Png;
using MLResNet.Imaging;
using MLResNet.Packaging;
using MLResNet.Training;
using MLResNet.Training.Heads;

namespace MLResNet.Classification.Tests.Training.Heads;

public sealed class HeadTests : IClassFixture<TrainedShapes>, IDisposable
{
    private readonly TrainedShapes _shapes;
    private readonly string _backbone = Path.Combine(Directory.CreateTempSubdirectory("mlresnet-").FullName, "shapes.mlresnet");

    public HeadTests(TrainedShapes shapes)
    {
        _shapes = shapes;
        shapes.Model.Save(_backbone);
    }

    private TransferLearningOptions Options => new() { Tune = Tune.Head, Backbone = Backbone.FromFile(_backbone), BatchSize = 16, FeatureCacheBytes = 0 };

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_backbone)!, recursive: true);

    [Fact]
    public void A_head_on_a_backbone_tells_its_images_apart()
    {
        using ImageClassifier model = TransferLearning.Train(_shapes.Folder, Options);

        Evaluation evaluation = model.Evaluate(_shapes.Unseen);
        Assert.True(evaluation.Accuracy >= 0.9, evaluation.ToString());
        Assert.Equal(_shapes.Model.Spec, model.Spec);
        Assert.Equal(_shapes.Model.Preprocessing, model.Preprocessing);
        Assert.All(
            _shapes.Model.Parameters.SkipLast(2), parameter => Assert.Equal(parameter.Values, model.Parameters[parameter.Name].Values));
        Assert.NotEqual(_shapes.Model.Parameters["fc.weight"].Values, model.Parameters["fc.weight"].Values);
    }

    [Fact]
    public void The_package_tells_backbone_penalty_and_how_held_out_images_fared()
    {
        using ImageClassifier trained = TransferLearning.Train(_shapes.Folder, Options);
        string path = Path.ChangeExtension(_backbone, ".head.mlresnet");
        trained.Save(path);
        using ImageClassifier model = ImageClassifier.Load(path);

        ModelProvenance provenance = model.Manifest.Provenance!;
        Assert.Equal(("Head", 72, 0), (provenance.Tune, provenance.Data.Images, provenance.Data.ValidationImages));
        Assert.Equal("shapes", model.Manifest.Backbone!.Id);
        Assert.Matches("^[0-9a-f]{64}$", model.Manifest.Backbone.WeightsHash);
        Assert.Null(provenance.Settings);
        HeadSettings head = provenance.Head!;
        Assert.Equal((16, 5), (head.Size, head.Folds));
        Assert.Equal(head.L2, head.Trials.MinBy(trial => trial.LogLoss)!.L2);
        Assert.InRange(model.Manifest.Validation!.LogLoss, 0, head.Trials.Min(trial => trial.LogLoss));
        Assert.NotEqual(1, model.Manifest.Temperature);
        Assert.InRange(head.GradientNorm, 0, 1e-4);
        Assert.Equal(72, model.Manifest.Validation.Images);
        Assert.Equal(trained.TrainingReport! with { Duration = default }, new TrainingReport
        {
            Unreadable = trained.TrainingReport.Unreadable, History = trained.TrainingReport.History, BestEpoch = null, Cancelled = false,
            Duration = default,
        });
    }

    [Fact]
    public void Validation_images_choose_the_penalty_and_are_not_fitted_to()
    {
        using ImageClassifier model = TransferLearning.Train(_shapes.Folder, Options with { Validation = _shapes.Unseen });
        using ImageClassifier given = TransferLearning.Train(_shapes.Folder, Options with { Validation = _shapes.Unseen, L2 = 0.1 });
        using ImageClassifier alone = TransferLearning.Train(_shapes.Folder, Options with { L2 = 0.1 });

        Evaluation evaluation = model.Evaluate(_shapes.Unseen);
        Assert.Equal((36, 0), (model.Manifest.Validation!.Images, model.Manifest.Provenance!.Head!.Folds));
        Assert.Equal(evaluation.LogLoss, model.Manifest.Validation.LogLoss, 3);
        Assert.Equal(evaluation.Accuracy, model.Manifest.Validation.Accuracy, 5);
        Assert.Equal(alone.Parameters["fc.weight"].Values, given.Parameters["fc.weight"].Values, (a, b) => Math.Abs(a - b) < 0.01);
    }

    [Fact]
    public void A_fraction_can_be_held_out_instead()
    {
        using ImageClassifier model = TransferLearning.Train(_shapes.Folder, Options with { ValidationFraction = 0.25 });

        TrainingData data = model.Manifest.Provenance!.Data;
        Assert.Equal((54, 18), (data.Images, data.ValidationImages));
        Assert.Equal(18, model.Manifest.Validation!.Images);
    }

    [Fact]
    public void The_same_images_give_the_same_bytes_on_any_number_of_threads_and_in_batches_of_any_size()
    {
        using ImageClassifier one = TransferLearning.Train(_shapes.Folder, Options with { Threads = 1 });
        using ImageClassifier two = TransferLearning.Train(_shapes.Folder, Options with { Threads = 2, BatchSize = 7 });

        Assert.Equal(TrainedShapes.Bytes(one), TrainedShapes.Bytes(two));
    }

    [Fact]
    public void Other_classes_and_another_size_than_the_backbones_will_do()
    {
        using var folder = new ShapeFolder(imagesPerKind: 5);
        Directory.Delete(Path.Combine(folder.Root, "cross"), recursive: true);

        using ImageClassifier model = TransferLearning.Train(folder.Open(), Options with { Size = 24 });

        Assert.Equal(["disc", "stripes"], model.Labels);
        Assert.Equal((2, 24), (model.Spec.Classes, model.Preprocessing.Size));
        Assert.Equal(24, model.Manifest.Provenance!.Head!.Size);
        Assert.InRange(model.Evaluate(folder.Open()).Accuracy, 0.9, 1);
    }

    [Fact]
    public void One_image_a_class_is_enough_for_a_model_and_too_little_to_choose_a_penalty_by()
    {
        using var folder = new ShapeFolder(imagesPerKind: 1);

        using ImageClassifier model = TransferLearning.Train(folder.Open(), Options);

        Assert.Null(model.Manifest.Validation);
        Assert.Equal(1, model.Manifest.Temperature);
        Assert.Empty(model.Manifest.Provenance!.Head!.Trials);
        Assert.Equal(1, model.Evaluate(folder.Open()).Accuracy);
    }

    [Fact]
    public void A_given_penalty_is_taken_and_a_stronger_one_leaves_smaller_weights()
    {
        using ImageClassifier weak = TransferLearning.Train(_shapes.Folder, Options with { L2 = 0.01 });
        using ImageClassifier strong = TransferLearning.Train(_shapes.Folder, Options with { L2 = 1 });

        Assert.Equal(0.01, weak.Manifest.Provenance!.Head!.L2);
        Assert.Equal([0.01], weak.Manifest.Provenance.Head.Trials.Select(trial => trial.L2));
        Assert.True(Size(strong) < Size(weak) / 2);

        static double Size(ImageClassifier model) => model.Parameters["fc.weight"].Values.Sum(weight => Math.Abs((double)weight));
    }

    [Theory]
    [InlineData(ClassBalance.Weights)]
    [InlineData(ClassBalance.Sampling)]
    public void Balanced_classes_make_a_rare_class_likelier(ClassBalance balance)
    {
        using var folder = new ShapeFolder(imagesPerKind: 20);
        foreach (string path in Directory.GetFiles(Path.Combine(folder.Root, "disc")).Order(StringComparer.Ordinal).Skip(4))
            File.Delete(path);
        using ImageClassifier plain = TransferLearning.Train(folder.Open(), Options with { L2 = 10 });
        using ImageClassifier balanced = TransferLearning.Train(folder.Open(), Options with { L2 = 10, BalanceClasses = balance });

        double rare = DiscScore(plain), raised = DiscScore(balanced);

        Assert.True(raised > 1.5 * rare, $"{rare} and {raised}");
        Assert.True(RecallOfDiscs(balanced) > RecallOfDiscs(plain));

        double DiscScore(ImageClassifier model) => _shapes.Unseen.Average(image => model.Predict(image.Path).Scores["disc"]);
        double RecallOfDiscs(ImageClassifier model) => model.Evaluate(_shapes.Unseen).Classes[1].Recall;
    }

    [Fact]
    public void With_mirror_images_it_does_not_matter_which_way_round_the_photos_are()
    {
        using var folder = new ShapeFolder(imagesPerKind: 6);
        TransferLearningOptions options = Options with { L2 = 0.1, MirrorImages = true };
        using ImageClassifier plain = TransferLearning.Train(folder.Open(), options with { MirrorImages = false });
        using ImageClassifier before = TransferLearning.Train(folder.Open(), options);
        foreach (string path in Directory.GetFiles(folder.Root, "*", SearchOption.AllDirectories))
            File.WriteAllBytes(path, PngEncoder.Encode(Flip.Horizontal(ImageDecoder.DecodeFile(path))));

        using ImageClassifier after = TransferLearning.Train(folder.Open(), options);

        float[] weights = before.Parameters["fc.weight"].Values;
        Assert.InRange(Distance(after.Parameters["fc.weight"].Values), 0, 1e-3);
        Assert.InRange(Distance(plain.Parameters["fc.weight"].Values), 0.01, 1);
        Assert.True(before.Manifest.Provenance!.Head!.Mirrored);

        double Distance(float[] others) => weights.Zip(others, (a, b) => Math.Abs(a - b)).Max() / weights.Max(Math.Abs);
    }

    [Fact]
    public void Norms_that_adapt_see_through_a_change_of_light_that_all_photos_share()
    {
        using var bright = new ShapeFolder(imagesPerKind: 12);
        using var dark = new ShapeFolder(imagesPerKind: 12);
        foreach (string path in Directory.GetFiles(dark.Root, "*", SearchOption.AllDirectories))
            File.WriteAllBytes(path, PngEncoder.Encode(Darkened(ImageDecoder.DecodeFile(path))));
        TransferLearningOptions options = Options with { L2 = 0.1, AdaptNorms = true };

        double adapted = Difference(options), asItWas = Difference(options with { AdaptNorms = false });

        Assert.True(adapted < 0.5 * asItWas, $"{adapted} and {asItWas}");

        // How much the features' spread differs between the two, as the standardised weights show it.
        double Difference(TransferLearningOptions some)
        {
            using ImageClassifier day = TransferLearning.Train(bright.Open(), some), night = TransferLearning.Train(dark.Open(), some);
            Assert.Equal(some.AdaptNorms, day.Manifest.Provenance!.Head!.AdaptedNorms);
            Assert.Equal(
                some.AdaptNorms,
                !LastMean(day).SequenceEqual(LastMean(night)));
            float[] a = day.Parameters["fc.weight"].Values, b = night.Parameters["fc.weight"].Values;
            return Math.Sqrt(a.Zip(b, (x, y) => Math.Pow(x - y, 2)).Sum() / a.Sum(x => x * x));
        }

        static float[] LastMean(ImageClassifier model) =>
            model.Parameters.Last(parameter => parameter.Name.EndsWith("running_mean", StringComparison.Ordinal)).Values;

        static RgbImage Darkened(RgbImage image)
        {
            foreach (ref byte value in image.Pixels.AsSpan())
                value = (byte)(value / 3);
            return image;
        }
    }

    [Fact]
    public void Files_that_cannot_be_read_are_left_out_and_listed_or_fatal_as_one_wishes()
    {
        using var folder = new ShapeFolder(imagesPerKind: 4);
        string broken = Path.Combine(folder.Root, "disc", "000.png");
        File.WriteAllBytes(broken, File.ReadAllBytes(broken)[..40]);

        using ImageClassifier model = TransferLearning.Train(folder.Open(), Options);

        Assert.Equal([broken], model.TrainingReport!.Unreadable.Select(file => file.Path));
        Assert.Equal([4, 3, 4], model.Manifest.Provenance!.Data.ImagesPerClass);
        var error = Assert.Throws<DatasetException>(() => TransferLearning.Train(folder.Open(), Options with { Strict = true }));
        Assert.Contains(broken, error.Message, StringComparison.Ordinal);

        Directory.Delete(Path.Combine(folder.Root, "cross"), recursive: true);
        foreach (string file in Directory.GetFiles(Path.Combine(folder.Root, "disc")))
            File.WriteAllBytes(file, [1, 2, 3]);
        error = Assert.Throws<DatasetException>(() => TransferLearning.Train(folder.Open(), Options));
        Assert.Contains("'stripes'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_tells_of_every_batch_and_then_of_the_head()
    {
        var reports = new List<TrainingProgress>();
        using ImageClassifier model = TransferLearning.Train(
            _shapes.Folder, Options with { Progress = new Told(reports.Add) });

        Assert.Equal([1, 2, 3, 4, 5, 5], reports.Select(report => report.Step));
        Assert.All(reports.SkipLast(1), report => Assert.Equal((TrainingStage.Features, null), (report.Stage, report.Loss)));
        TrainingProgress last = reports[^1];
        Assert.Equal((TrainingStage.Head, true), (last.Stage, last.EpochCompleted));
        Assert.Equal(model.Manifest.Validation!.LogLoss, last.ValidationLoss);
        Assert.Equal(model.Evaluate(_shapes.Folder).LogLoss, last.Loss!.Value, 3);
        Assert.Matches("^features  step 1/5  [0-9]+ images/s  left ", reports[0].ToString());
        Assert.Matches("^head  loss .*  accuracy .*  validation loss .*  took ", last.ToString());
    }

    [Fact]
    public void A_training_that_is_cancelled_has_no_model()
    {
        using var cancellation = new CancellationTokenSource();
        var progress = new Told(report => { if (report.Step == 2) cancellation.Cancel(); });

        Assert.ThrowsAny<OperationCanceledException>(
            () => TransferLearning.Train(_shapes.Folder, Options with { Progress = progress }, cancellation.Token));
    }

    [Fact]
    public void Settings_that_have_no_effect_on_a_head_are_refused()
    {
        Refused("Epochs", Options with { Epochs = 3 });
        Refused("Backbone", Options with { Tune = Tune.Auto, Arch = "resnet18" });
        Refused("Augmentation", Options with { Augmentation = Augmentation.None });
        Refused("Backbone", Options with { Tune = Tune.Scratch });
        Refused("L2", new TransferLearningOptions { Tune = Tune.Scratch, L2 = 1 });
        Refused("L2", Options with { L2 = 0 });

        void Refused(string option, TransferLearningOptions options)
        {
            var error = Assert.Throws<MLResNetException>(() => TransferLearning.Train(_shapes.Folder, options));
            Assert.Contains(option, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_backbone_whose_weights_are_no_numbers_is_named()
    {
        ModelPackage package = ModelFile.Read(_backbone);
        package.Parameters["conv1.weight"].Values[0] = float.NaN;
        using (FileStream file = File.Create(_backbone))
            package.Write(file);

        var error = Assert.Throws<MLResNetException>(() => TransferLearning.Train(_shapes.Folder, Options));
        Assert.Contains("shapes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_image_is_held_out_once_but_those_alone_in_their_class()
    {
        using var folder = new ShapeFolder(imagesPerKind: 7);
        foreach (string path in Directory.GetFiles(Path.Combine(folder.Root, "disc")).Skip(1))
            File.Delete(path);
        ImageFolder images = folder.Open();

        IReadOnlyList<bool[]> folds = HeldOutFolds.Of(new TrainingParts(images, null), width: 8, seed: 1);

        Assert.Equal(5, folds.Count);
        Assert.All(
            images.Select((image, row) => (image, row)),
            at => Assert.Equal(at.image.LabelIndex == 1 ? 0 : 1, folds.Count(fold => fold[at.row])));
        Assert.Single(HeldOutFolds.Of(new TrainingParts(images, null), width: 10_000_000, seed: 1));
    }

    [Fact]
    public void Penalties_go_from_strong_to_weak_two_to_a_decade()
    {
        double[] path = [.. PenaltySearch.Path];

        Assert.Equal((10, 0.0001, 11), (path[0], path[^1], path.Length));
        Assert.All(path.Zip(path.Skip(2)), pair => Assert.Equal(10, pair.First / pair.Second, 2));
    }
}
