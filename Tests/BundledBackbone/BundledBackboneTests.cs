using System.Reflection;
using MLResNet.Backbones;
using MLResNet.Engine.Networks;
using MLResNet.Packaging;
using MLResNet.SampleData;

namespace MLResNet.BundledBackbone.Tests;

public sealed class BundledBackboneTests : IDisposable
{
    private const long MostBytes = 25_000_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("mlresnet-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_program_that_references_the_box_has_its_backbone_and_takes_it_where_the_store_is_empty()
    {
        var store = new BackboneStore(_folder);

        Assert.Contains("bundled", store.Ids);
        PretrainedBackbone backbone = store.OpenBest();
        Assert.Equal("bundled", backbone.Id);
        Assert.Equal((ResNetVersion.V2, BlockKind.Basic), (backbone.Spec.Version, backbone.Spec.Block));
        Assert.Equal((80, 200), (backbone.Preprocessing.Size, backbone.Labels.Count));
        Assert.Equal(200, backbone.Spec.Classes);
    }

    [Fact]
    public void Its_package_is_small_enough_to_carry_around_and_says_whose_terms_it_comes_under()
    {
        string path = typeof(BundledBackboneTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "BundledPackage").Value!;
        Assert.InRange(new FileInfo(path).Length, 1, MostBytes);

        using ImageClassifier model = ImageClassifier.Load(path);
        Assert.Contains("Tiny-ImageNet", model.Manifest.Backbone!.License, StringComparison.Ordinal);
        Assert.Equal("Scratch", model.Manifest.Provenance!.Tune);
        Assert.InRange(model.Manifest.Validation!.Accuracy, 0.3, 1);
    }

    [Theory]
    [InlineData(Tune.Auto, "Head")]
    [InlineData(Tune.LastStages, "LastStages")]
    public void Five_pictures_of_each_thing_are_enough_to_begin_with(Tune tune, string trained)
    {
        MachineParts.Write(_folder, new SampleDataOptions { ImagesPerClass = 25, Size = 64 });
        (ImageFolder train, ImageFolder test) = ImageFolder.Open(_folder).Split(testFraction: 0.8, seed: 1);

        using ImageClassifier model = TransferLearning.Train(train, new TransferLearningOptions { Tune = tune, Backbone = "bundled" });

        Assert.Equal((trained, 25, 0), (model.Manifest.Provenance!.Tune, model.Manifest.Provenance.Data.Images, model.Manifest.Provenance.Data.ValidationImages));
        HeadSettings head = model.Manifest.Provenance.Head!;
        Assert.Equal(5, head.Folds); // each image was held out once, to choose the penalty
        Evaluation evaluation = model.Evaluate(test);
        Assert.True(evaluation.Accuracy >= 0.5, evaluation.ToString()); // chance is 0.2
        Assert.All(evaluation.Classes, own => Assert.True(own.Recall > 0, evaluation.ToString()));
        if (tune == Tune.Auto) // what it said of itself before it met the others
            Assert.InRange(model.Manifest.Validation!.Accuracy, evaluation.Accuracy - 0.25, evaluation.Accuracy + 0.25);
    }

    [Fact]
    public void A_head_on_it_tells_things_apart_that_it_has_never_seen_from_a_few_pictures_of_each()
    {
        MachineParts.Write(_folder, new SampleDataOptions { ImagesPerClass = 24, Size = 64 });
        (ImageFolder train, ImageFolder test) = ImageFolder.Open(_folder).Split(testFraction: 0.5, seed: 1);
        var options = new TransferLearningOptions { Backbone = "bundled", Tune = Tune.Head };

        using ImageClassifier model = TransferLearning.Train(train, options);

        Evaluation evaluation = model.Evaluate(test);
        Assert.True(evaluation.Accuracy >= 0.7, evaluation.ToString());
        Assert.Contains("Tiny-ImageNet", model.Manifest.Backbone!.License, StringComparison.Ordinal);
    }
}
