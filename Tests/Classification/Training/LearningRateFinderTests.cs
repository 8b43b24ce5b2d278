using System.Xml.Linq;

namespace MLResNet.Classification.Tests.Training;

public sealed class LearningRateFinderTests(TrainedShapes shapes) : IClassFixture<TrainedShapes>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlresnet-").FullName;

    private static TransferLearningOptions Options => TrainedShapes.Options with { LearningRate = null, Threads = 1 };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Rates_grow_by_one_factor_until_the_loss_runs_away_and_the_suggestion_is_among_them()
    {
        LearningRateCurve curve = LearningRateFinder.Run(shapes.Folder, Options, steps: 60);

        double factor = curve.Points[1].LearningRate / curve.Points[0].LearningRate;
        Assert.Equal(1e-7, curve.Points[0].LearningRate, 1e-12);
        Assert.All(curve.Points.Skip(1).Zip(curve.Points), pair => Assert.Equal(factor, pair.First.LearningRate / pair.Second.LearningRate, 1e-6));
        Assert.Contains(curve.Points, point => point.LearningRate == curve.Suggestion);
        // At the suggestion the network learns: better than at a hundredth, and it does not run away as at a hundred times as
        // much.
        Assert.InRange(curve.Suggestion, 1e-5, 1);
        Assert.True(LossAt(curve.Suggestion) < LossAt(curve.Suggestion / 1e4));

        double LossAt(double rate)
        {
            using ImageClassifier model = TransferLearning.Train(shapes.Folder, Options with { LearningRate = rate, Epochs = 2 });
            return model.TrainingReport!.History[^1].Loss;
        }
    }

    [Fact]
    public void The_plot_is_a_picture_with_the_suggestion_in_it()
    {
        string path = Path.Combine(_folder, "plots", "rate.svg");
        LearningRateCurve curve = LearningRateFinder.Run(shapes.Folder, Options, steps: 20);
        curve.SaveSvg(path);

        XElement picture = XDocument.Load(path).Root!;
        Assert.Equal("svg", picture.Name.LocalName);
        Assert.Contains(picture.Elements(), text => text.Value == curve.Suggestion.ToString("0.0e+0", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_backbone_is_tried_from_its_fitted_head_and_a_head_alone_has_no_rate()
    {
        string backbone = Path.Combine(_folder, "shapes.mlresnet");
        shapes.Model.Save(backbone);
        var options = new TransferLearningOptions
        {
            Backbone = Backbone.FromFile(backbone), BatchSize = 8, FeatureCacheBytes = 0, ValidationFraction = 0.25, LabelSmoothing = 0,
        };

        LearningRateCurve curve = LearningRateFinder.Run(shapes.Folder, options, steps: 20);

        Assert.InRange(curve.Points[0].Loss, 0, 0.5); // far below ln 3
        Assert.Contains("without a learning rate", Assert.Throws<MLResNetException>(
            () => LearningRateFinder.Run(shapes.Folder, options with { Tune = Tune.Head, LabelSmoothing = 0.1 })).Message, StringComparison.Ordinal);
        Assert.Throws<MLResNetException>(() => LearningRateFinder.Run(shapes.Folder, options, steps: 9));
    }
}
