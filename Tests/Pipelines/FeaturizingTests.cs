using Microsoft.ML;
using Microsoft.ML.Data;
using MLResNet.Formats;
using MLResNet.Tests;

namespace MLResNet.Pipelines.Tests;

public sealed class FeaturizingTests(Photos photos) : IClassFixture<Photos>
{
    private readonly MLContext _ml = new(seed: 1);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(64)]
    public void Rows_keep_their_order_and_get_the_features_that_the_library_finds_in_batches_of_any_size(int batchSize)
    {
        IDataView rows = _ml.Data.LoadImagesFromFolder(photos.Train);

        IDataView features = Featurize(rows, new() { Backbone = photos.Backbone, BatchSize = batchSize, FeatureCacheBytes = 0 });

        Assert.Equal(photos.TrainPaths, features.GetColumn<string>("ImagePath"));
        Assert.Equal(photos.Embed(photos.TrainPaths), features.GetColumn<float[]>("Features"));
        Assert.Equal(16, ((VectorDataViewType)features.Schema["Features"].Type).Size);
    }

    [Fact]
    public void Encoded_bytes_do_as_well_as_paths_and_the_other_columns_stay_beside_them()
    {
        IDataView rows = _ml.Data.LoadFromEnumerable(PictureRow.Of(photos.Train).Reverse());

        IDataView features = Featurize(
            rows, new() { Backbone = photos.Backbone, InputColumnName = "Image", BatchSize = 5, FeatureCacheBytes = 0 });

        Assert.Equal(photos.Embed(photos.TrainPaths).Reverse(), features.GetColumn<float[]>("Features"));
        var pairs = _ml.Data.CreateEnumerable<PictureRow>(features, reuseRowObject: false).ToArray();
        Assert.Equal(
            PictureRow.Of(photos.Train).Reverse().Select(row => (row.Number, row.Image.Length)),
            pairs.Select(row => (row.Number, row.Image.Length)));
    }

    [Fact]
    public void Features_that_nobody_asks_for_are_not_computed()
    {
        var asked = new List<string>();
        IDataView rows = _ml.Data.LoadFromEnumerable<PathRow>(
            [new() { ImagePath = "not there", Label = "a" }, new() { ImagePath = "nor there", Label = "b" }]);

        IDataView features = Featurize(rows, new()
        {
            Backbone = photos.Backbone, FeatureCacheBytes = 0, OnUnreadable = file => asked.Add(file.Path),
        });

        Assert.Equal(["a", "b"], features.GetColumn<string>("Label"));
        Assert.Empty(asked);
        Assert.All(features.GetColumn<float[]>("Features"), row => Assert.All(row, feature => Assert.Equal(float.NaN, feature)));
        Assert.Equal(["not there", "nor there"], asked);
        Assert.Empty(_ml.Data.FilterRowsByMissingValues(features, "Features").GetColumn<string>("Label"));
    }

    [Fact]
    public void An_image_that_cannot_be_read_is_an_error_that_names_it()
    {
        IDataView rows = _ml.Data.LoadFromEnumerable<PathRow>(
            [new() { ImagePath = photos.TrainPaths[0] }, new() { ImagePath = "not there" }]);
        IDataView features = Featurize(rows, new() { Backbone = photos.Backbone, FeatureCacheBytes = 0 });

        var error = Assert.Throws<ImageFormatException>(() => features.GetColumn<float[]>("Features").Count());

        Assert.StartsWith("not there: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Features_are_kept_on_disk_and_known_again_by_content_under_another_name()
    {
        string copy = photos.NewFile("copy.jpg");
        File.Copy(photos.TrainPaths[1], copy);
        float[] fresh = Assert.Single(Featurize([photos.TrainPaths[1]], cacheBytes: 0));
        string[] before = Kept();

        float[] stored = Assert.Single(Featurize([photos.TrainPaths[1]], cacheBytes: 1 << 20));
        string file = Assert.Single(Kept().Except(before));
        long length = new FileInfo(file).Length;
        float[] known = Assert.Single(Featurize([copy], cacheBytes: 1 << 20));

        Assert.Equal(fresh, stored);
        Assert.Equal(fresh, known);
        Assert.Equal(length, new FileInfo(file).Length);
        Featurize([photos.TrainPaths[2]], cacheBytes: 1 << 20);
        Assert.True(new FileInfo(file).Length > length);
    }

    [Fact]
    public void A_cached_view_reads_each_image_once()
    {
        string path = photos.NewFile("once.png");
        File.Copy(photos.TrainPaths[0], path);
        IDataView rows = _ml.Data.LoadFromEnumerable<PathRow>([new() { ImagePath = path }]);
        IDataView cached = _ml.Data.Cache(
            Featurize(rows, new() { Backbone = photos.Backbone, FeatureCacheBytes = 0 }), "Features");

        float[] first = cached.GetColumn<float[]>("Features").Single();
        File.Delete(path);

        Assert.Equal(first, cached.GetColumn<float[]>("Features").Single());
    }

    [Fact]
    public void A_regression_on_features_learns_is_cross_validated_and_predicts_single_pictures_as_it_predicts_many()
    {
        IDataView rows = _ml.Data.LoadImagesFromFolder(photos.Train), unseen = _ml.Data.LoadImagesFromFolder(photos.Test);
        var pipeline = _ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(_ml.Transforms.ResNetFeaturize("Features", "ImagePath", photos.Backbone))
            .Append(_ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0, l2Regularization: 0.1f));

        var folds = _ml.MulticlassClassification.CrossValidate(rows, pipeline, numberOfFolds: 3, seed: 1);
        var model = pipeline.Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(rows);

        Assert.Equal(3, folds.Count);
        Assert.All(folds, fold => Assert.InRange(fold.Metrics.MicroAccuracy, 0.5, 1)); // a third by chance
        ScoredRow[] many = [.. _ml.Data.CreateEnumerable<ScoredRow>(model.Transform(unseen), reuseRowObject: false)];
        using var engine = _ml.Model.CreatePredictionEngine<PathRow, ScoredRow>(model);
        foreach (var (path, expected) in photos.TestPaths.Zip(many))
        {
            ScoredRow one = engine.Predict(new PathRow { ImagePath = path });
            Assert.Equal(expected.PredictedLabel, one.PredictedLabel);
            Assert.Equal(expected.Score, one.Score);
        }
    }

    [Fact]
    public void Columns_that_do_not_fit_are_refused_in_the_words_of_ML_NET()
    {
        IDataView rows = _ml.Data.LoadFromEnumerable(PictureRow.Of(photos.Train));

        Assert.Contains("Could not find input column 'ImagePath'", Refusal("ImagePath"), StringComparison.Ordinal);
        Assert.Contains(
            "Schema mismatch for input column 'Number': expected String", Refusal("Number"), StringComparison.Ordinal);
        var unknown = Assert.Throws<MLResNetException>(() => _ml.Transforms.ResNetFeaturize(backbone: "resnet50v3"));
        Assert.Contains("'resnet50v3'", unknown.Message, StringComparison.Ordinal);

        // Alone, and in a chain, which asks by shape before anything is fitted.
        string Refusal(string column)
        {
            var featurizer = _ml.Transforms.ResNetFeaturize("Features", column, photos.Backbone);
            string alone = Assert.Throws<ArgumentOutOfRangeException>(() => featurizer.Fit(rows)).Message;
            var chain = _ml.Transforms.Conversion.MapValueToKey("Label").Append(featurizer);
            string chained = Assert.Throws<ArgumentOutOfRangeException>(() => chain.Fit(rows)).Message;
            Assert.Equal(alone.Split(" (Parameter")[0], chained.Split(" (Parameter")[0]);
            return chained;
        }
    }

    private static string[] Kept() => Directory.Exists(Path.Combine(IsolatedHome.Path, "features"))
        ? Directory.GetFiles(Path.Combine(IsolatedHome.Path, "features"), "*.features") : [];

    private float[][] Featurize(string[] paths, long cacheBytes)
    {
        IDataView rows = _ml.Data.LoadFromEnumerable(paths.Select(path => new PathRow { ImagePath = path }));
        // A size of its own, so that no other test has features in the same file.
        var options = new ResNetFeaturizingEstimator.Options
        {
            Backbone = photos.Backbone, FeatureCacheBytes = cacheBytes, Size = 28,
        };
        return [.. Featurize(rows, options).GetColumn<float[]>("Features")];
    }

    private IDataView Featurize(IDataView rows, ResNetFeaturizingEstimator.Options options) =>
        _ml.Transforms.ResNetFeaturize(options).Fit(rows).Transform(rows);

    private sealed class PathRow
    {
        public string ImagePath { get; set; } = "";

        public string Label { get; set; } = "";
    }
}
