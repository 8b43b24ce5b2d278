using MLResNet.Backbones;
using MLResNet.Engine.Networks;
using MLResNet.Packaging;

namespace MLResNet.Classification.Tests;

public sealed class ModelAveragingTests : IClassFixture<TrainedShapes>, IDisposable
{
    private readonly TrainedShapes _shapes;
    private readonly string _folder = Directory.CreateTempSubdirectory("mlresnet-").FullName;

    public ModelAveragingTests(TrainedShapes shapes)
    {
        _shapes = shapes;
        shapes.Model.Save(First);
        // From a start that it shares with the first, so that the two are not far apart.
        using ImageClassifier second = TransferLearning.Train(shapes.Folder, TrainedShapes.Options with
        {
            Arch = null, Tune = Tune.All, Backbone = Backbone.FromFile(First), FeatureCacheBytes = 0, Epochs = 2, LearningRate = 1e-3, Threads = 1,
        });
        second.Save(Second);
    }

    private string First => Path.Combine(_folder, "first.mlresnet");

    private string Second => Path.Combine(_folder, "second.mlresnet");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_mean_has_each_number_between_those_of_the_models_by_their_shares()
    {
        using ImageClassifier mean = ModelAveraging.Average([First, Second, First], new ModelAveragingOptions { Shares = [1, 6, 1], Threads = 1 });

        NetworkParameters first = _shapes.Model.Parameters, second = Parameters(Second);
        foreach (Parameter parameter in mean.Parameters)
        {
            for (int i = 0; i < parameter.Values.Length; i++)
                Assert.Equal(0.25 * first[parameter.Name].Values[i] + 0.75 * second[parameter.Name].Values[i], parameter.Values[i], 1e-5);
        }
    }

    [Fact]
    public void Given_images_the_batch_norms_of_a_mean_suit_it_and_their_weights_stay()
    {
        using ImageClassifier plain = ModelAveraging.Average([First, Second], new ModelAveragingOptions { Threads = 1 });
        using ImageClassifier adapted = ModelAveraging.Average(
            [First, Second], new ModelAveragingOptions { Images = _shapes.Folder, Threads = 1 });

        foreach (Parameter parameter in plain.Parameters)
        {
            bool isStatistic = parameter.Name.EndsWith("running_mean", StringComparison.Ordinal)
                || parameter.Name.EndsWith("running_var", StringComparison.Ordinal);
            Assert.Equal(!isStatistic, parameter.Values.SequenceEqual(adapted.Parameters[parameter.Name].Values));
        }
        Assert.InRange(adapted.Evaluate(_shapes.Unseen).Accuracy, 0.9, 1);
    }

    [Fact]
    public void The_package_tells_whose_mean_it_is_and_no_longer_how_the_first_one_fared()
    {
        string path = Path.Combine(_folder, "mean.mlresnet");
        using (ImageClassifier mean = ModelAveraging.Average([Second, First], new ModelAveragingOptions { Shares = [2, 1], Threads = 1 }))
            mean.Save(path);
        using ImageClassifier again = ModelAveraging.Average([Second, First], new ModelAveragingOptions { Shares = [2, 1], Threads = 2 });
        Assert.Equal(File.ReadAllBytes(path), TrainedShapes.Bytes(again));

        ModelManifest manifest = ModelFile.Read(path).Manifest;
        Assert.Equal([2, 1], manifest.Averaged!.Select(model => model.Share));
        Assert.Equal(WeightsHash.Of(_shapes.Model.Parameters), manifest.Averaged![1].WeightsHash);
        Assert.Equal("All", manifest.Provenance!.Tune);
        Assert.Null(manifest.Validation);
        Assert.NotEqual(PretrainedBackbone.Open(Second).ContentHash, PretrainedBackbone.Open(path).ContentHash);
    }

    [Fact]
    public void A_validation_part_of_its_classes_says_how_the_mean_fares()
    {
        string parts = Path.Combine(_folder, "parts");
        Directory.CreateDirectory(parts);
        CopyTo(Path.Combine(parts, "train"), _shapes.Folder);
        CopyTo(Path.Combine(parts, "val"), _shapes.Unseen);

        using ImageClassifier mean = ModelAveraging.Average(
            [First, Second], new ModelAveragingOptions { Images = ImageFolder.Open(parts), Threads = 1 });

        Evaluation evaluation = mean.Evaluate(_shapes.Unseen);
        Assert.Equal((evaluation.Images, evaluation.LogLoss), (mean.Manifest.Validation!.Images, mean.Manifest.Validation.LogLoss));
    }

    [Fact]
    public void A_mean_of_backbones_is_a_backbone_of_weights_and_name_of_its_own_under_the_licences_of_both()
    {
        string[] paths = [.. new[] { 1, 2 }.Select(seed =>
        {
            string path = Path.Combine(_folder, $"backbone{seed}.mlresnet");
            using ImageClassifier backbone = Pretraining.Train(_shapes.Folder, new PretrainingOptions
            {
                Arch = "resnet20-cifar", Size = 32, StartSize = 16, Epochs = 1, BatchSize = 8, Seed = seed, License = $"terms {seed}", Threads = 1,
            });
            backbone.Save(path);
            return path;
        })];

        using ImageClassifier mean = ModelAveraging.Average(paths, new ModelAveragingOptions { Id = "mean", HalfPrecision = true, Threads = 1 });

        BackboneProvenance backbone = mean.Manifest.Backbone!;
        Assert.Equal(("mean", "terms 1; terms 2"), (backbone.Id, backbone.License));
        Assert.Equal(WeightsHash.Of(mean.Parameters), backbone.WeightsHash);
        Assert.All(mean.Parameters["layer1.0.conv1.weight"].Values, value => Assert.Equal((float)(Half)value, value));
    }

    [Fact]
    public void Classes_are_averaged_by_name_and_those_of_the_first_are_kept()
    {
        using var more = new ShapeFolder(imagesPerKind: 8);
        Directory.CreateDirectory(Path.Combine(more.Root, "any"));
        File.Copy(Directory.EnumerateFiles(Path.Combine(more.Root, "disc"), "*.png").First(), Path.Combine(more.Root, "any", "1.png"));
        string wider = Path.Combine(_folder, "wider.mlresnet");
        using (ImageClassifier model = TransferLearning.Train(more.Open(), TrainedShapes.Options with { Epochs = 1, Threads = 1 }))
            model.Save(wider);

        using ImageClassifier mean = ModelAveraging.Average([First, wider], new ModelAveragingOptions { Threads = 1 });

        Assert.Equal(_shapes.Model.Labels, mean.Labels);
        float[] own = _shapes.Model.Parameters["fc.bias"].Values, other = Parameters(wider)["fc.bias"].Values; // any, cross, disc, stripes
        for (int i = 0; i < own.Length; i++)
            Assert.Equal((own[i] + other[i + 1]) / 2, mean.Parameters["fc.bias"].Values[i], 1e-5);
        Assert.Contains("class any", Refused([wider, First]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        string other = Path.Combine(_folder, "other.mlresnet");
        using (ImageClassifier model = TransferLearning.Train(_shapes.Folder, TrainedShapes.Options with { Arch = "resnet32-cifar", Epochs = 1, Threads = 1 }))
            model.Save(other);

        Assert.Contains($"{other} cannot be averaged with {First}: it is another network", Refused([First, other]), StringComparison.Ordinal);
        Assert.Contains("at least two", Refused([First]), StringComparison.Ordinal);
        Assert.Contains("2 numbers", Refused([First, Second], new ModelAveragingOptions { Shares = [1] }), StringComparison.Ordinal);
        Assert.Contains("above 0", Refused([First, Second], new ModelAveragingOptions { Shares = [1, 0] }), StringComparison.Ordinal);
        Assert.Contains("absent.mlresnet", Refused([First, Path.Combine(_folder, "absent.mlresnet")]), StringComparison.Ordinal);
    }

    private static void CopyTo(string root, ImageFolder images)
    {
        foreach (LabeledImage image in images)
        {
            string folder = Path.Combine(root, images.Classes[image.LabelIndex]);
            Directory.CreateDirectory(folder);
            File.Copy(image.Path, Path.Combine(folder, Path.GetFileName(image.Path)));
        }
    }

    private static string Refused(string[] models, ModelAveragingOptions? options = null) =>
        Assert.ThrowsAny<MLResNetException>(() => ModelAveraging.Average(models, options).Dispose()).Message;

    private static NetworkParameters Parameters(string path) => ModelFile.Read(path).Parameters;
}
