using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLResNet.Pipelines.Tests.Photographs;

/// <summary>What the documentation shows, on real photos, with the backbone in the box.</summary>
public sealed partial class PhotographTests(PhotoCuttings photos) : IClassFixture<PhotoCuttings>
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void A_regression_on_features_tells_photos_apart_it_has_not_seen_here_and_loaded_in_a_new_process()
    {
        IDataView rows = _ml.Data.LoadImagesFromFolder(photos.Root);
        var (train, test) = _ml.Data.StratifiedSplit(rows, testFraction: 0.25, seed: 1);
        string file = Path.Combine(photos.Output, "regression.zip");

        ITransformer model = Regression().Fit(train);
        _ml.Model.SaveWithResNet(model, rows.Schema, file);

        Assert.InRange(_ml.MulticlassClassification.Evaluate(model.Transform(test)).MicroAccuracy, 0.9, 1);
        string[] paths = [.. test.GetColumn<string>("ImagePath")];
        using ImagePredictionEngine engine = _ml.Model.CreateImagePredictionEngine(model);
        Assert.Equal(paths.Select(path => Program.Line(engine.Predict(path))), Program.Run([file, .. paths]).Skip(1));
    }

    [Fact]
    public void A_regression_on_features_is_cross_validated()
    {
        IDataView rows = _ml.Data.LoadImagesFromFolder(photos.Root);

        var folds = _ml.MulticlassClassification.CrossValidate(rows, Regression(mapsBack: false), numberOfFolds: 3, seed: 1);

        Assert.Equal(3, folds.Count);
        Assert.All(folds, fold => Assert.InRange(fold.Metrics.MicroAccuracy, 0.8, 1));
    }

    [Fact]
    public void The_sample_trains_evaluates_saves_loads_and_names_a_photo()
    {
        string program = typeof(PhotographTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "Sample").Value!;

        string[] lines = ProgramRun.LinesOf(program, photos.Output, photos.Root, Path.Combine(photos.Root, "coffee", "03.jpg"));

        double[] accuracies = [.. lines.Select(line => Accuracy().Match(line)).Where(match => match.Success)
            .Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];
        Assert.Equal(2, accuracies.Length);
        Assert.All(accuracies, accuracy => Assert.InRange(accuracy, 90, 100));
        Assert.EndsWith("coffee", lines[^PhotoCuttings.Names.Count], StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(photos.Output, "photos.zip")));
    }

    private IEstimator<ITransformer> Regression(bool mapsBack = true)
    {
        var learning = _ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(_ml.Transforms.ResNetFeaturize("Features", "ImagePath", "bundled"))
            .AppendCacheCheckpoint(_ml)
            .Append(_ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Features"));
        return mapsBack ? learning.Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")) : learning;
    }

    [GeneratedRegex("accuracy ([0-9.]+) ?%")]
    private static partial Regex Accuracy();
}
