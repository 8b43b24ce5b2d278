using MLResNet.Formats.Png;
using MLResNet.Imaging;
using MLResNet.Packaging;
using MLResNet.Tests;

namespace MLResNet.Classification.Tests.Training.Heads;

/// <summary>Trainings of heads that find features of earlier ones.</summary>
public sealed class KnownFeaturesTests : IDisposable
{
    private static int _backbones;

    private readonly ShapeFolder _photos = new(imagesPerKind: 8);
    private readonly string _backbone = Path.Combine(Directory.CreateTempSubdirectory("mlresnet-").FullName, "random.mlresnet");

    public KnownFeaturesTests()
    {
        // Weights that no other test has: what those computed is not known here.
        ModelPackage package = RandomNetwork.Package(RandomNetwork.Spec("v2"), size: 32);
        using FileStream file = File.Create(_backbone);
        (package with { Parameters = RandomNetwork.Parameters(package.Manifest.Spec, 1000 + Interlocked.Increment(ref _backbones)) }).Write(file);
    }

    private TransferLearningOptions Options => new() { Tune = Tune.Head, Backbone = Backbone.FromFile(_backbone), BatchSize = 5, L2 = 1 };

    public void Dispose()
    {
        _photos.Dispose();
        Directory.Delete(Path.GetDirectoryName(_backbone)!, recursive: true);
    }

    [Fact]
    public void A_second_training_computes_nothing_and_gives_the_same_bytes()
    {
        (int found, byte[] model) first = Train(), second = Train(), none = Train(Options with { FeatureCacheBytes = 0 });

        Assert.Equal((0, 24, 0), (first.found, second.found, none.found));
        Assert.Equal(first.model, second.model);
        Assert.Equal(first.model, none.model);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(IsolatedHome.Path, "features")));
    }

    [Fact]
    public void Only_what_is_new_or_edited_is_computed_wherever_it_lies()
    {
        Train();
        string edited = Path.Combine(_photos.Root, "disc", "000.png"), moved = Path.Combine(_photos.Root, "disc", "001.jpg");
        File.WriteAllBytes(edited, PngEncoder.Encode(new RgbImage(40, 40)));
        File.Move(moved, Path.Combine(_photos.Root, "disc", "another name.jpg"));
        using var more = new ShapeFolder(imagesPerKind: 2, seed: 2);
        foreach (string path in Directory.GetFiles(Path.Combine(more.Root, "cross")))
            File.Copy(path, Path.Combine(_photos.Root, "cross", "new " + Path.GetFileName(path)));

        (int found, byte[] model) known = Train();

        Assert.Equal(23, known.found);
        Assert.Equal(Train(Options with { FeatureCacheBytes = 0 }).Model, known.model);
    }

    [Fact]
    public void Another_size_or_mirror_images_are_other_features()
    {
        Train();

        Assert.Equal(0, Train(Options with { Size = 24 }).Found);
        Assert.Equal(0, Train(Options with { MirrorImages = true }).Found);
        Assert.Equal(24, Train(Options with { MirrorImages = true }).Found);
        Assert.Equal(24, Train().Found);
    }

    [Fact]
    public void Models_trained_on_from_one_backbone_have_features_of_their_own()
    {
        string[] models = [_backbone + ".a.mlresnet", _backbone + ".b.mlresnet"];
        for (int i = 0; i < 2; i++)
        {
            using ImageClassifier tuned = TransferLearning.Train(
                _photos.Open(), Options with { Tune = Tune.All, Epochs = 1, Seed = i + 1, ValidationFraction = 0, FeatureCacheBytes = 0 });
            tuned.Save(models[i]);
        }
        TransferLearningOptions first = Options with { Backbone = Backbone.FromFile(models[0]) };
        TransferLearningOptions second = Options with { Backbone = Backbone.FromFile(models[1]) };

        Assert.Equal((0, 24), (Train(first).Found, Train(first).Found));
        (int found, byte[] model) = Train(second);
        Assert.Equal(0, found);
        Assert.Equal(Train(second with { FeatureCacheBytes = 0 }).Model, model);
    }

    [Fact]
    public void What_a_cancelled_training_had_finished_is_not_lost()
    {
        using var cancel = new CancellationTokenSource();
        int done = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => TransferLearning.Train(
            _photos.Open(),
            Options with
            {
                Progress = new Callback(progress =>
                {
                    done = progress.Step;
                    if (progress.Step == 2)
                        cancel.Cancel();
                }),
            },
            cancel.Token));

        Assert.Equal(2, done);
        Assert.InRange(Train().Found, 10, 15);
    }

    [Fact]
    public void Files_that_cannot_be_read_are_listed_again_each_time()
    {
        string broken = Path.Combine(_photos.Root, "disc", "broken.png");
        File.WriteAllText(broken, "no image");
        for (int i = 0; i < 2; i++)
        {
            using ImageClassifier model = TransferLearning.Train(_photos.Open(), Options);
            Assert.Equal(broken, Assert.Single(model.TrainingReport!.Unreadable).Path);
            Assert.Equal(i * 24, model.TrainingReport.FeaturesFound);
        }
    }

    private (int Found, byte[] Model) Train(TransferLearningOptions? options = null)
    {
        using ImageClassifier model = TransferLearning.Train(_photos.Open(), options ?? Options);
        Assert.Null(model.TrainingReport!.FeatureCacheProblem);
        return (model.TrainingReport.FeaturesFound, TrainedShapes.Bytes(model));
    }

    private sealed class Callback(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }
}
