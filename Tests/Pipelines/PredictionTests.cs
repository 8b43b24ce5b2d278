using Microsoft.ML;
using Microsoft.ML.Data;
using MLResNet.Formats;

namespace MLResNet.Pipelines.Tests;

public sealed class PredictionTests(Photos photos) : IClassFixture<Photos>
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void A_model_package_predicts_in_ML_NET_what_it_predicts_by_itself()
    {
        using ImageClassifier classifier = ImageClassifier.Load(photos.BackboneFile);
        IDataView rows = _ml.Data.LoadImagesFromFolder(photos.Test);
        float[][] expected = [.. photos.TestPaths.Select(path => classifier.Predict(path).ScoresInOrder.ToArray())];

        ResNetClassifierTransformer loaded = _ml.Model.LoadImageClassifier(photos.BackboneFile);
        ResNetClassifierTransformer taken = classifier.ToTransformer(_ml, scoreColumnName: "P", predictedLabelColumnName: "L");

        Assert.Equal(expected, loaded.Transform(rows).GetColumn<float[]>("Score"));
        Assert.Equal(expected, taken.Transform(rows).GetColumn<float[]>("P"));
        Assert.Equal(
            photos.TestPaths.Select(path => (uint)classifier.Predict(path).Index + 1),
            taken.Transform(rows).GetColumn<uint>("L"));
    }

    [Fact]
    public async Task An_engine_names_pictures_from_files_bytes_and_streams_on_many_threads_as_the_library_does()
    {
        using ImageClassifier classifier = ImageClassifier.Load(photos.BackboneFile);
        using ImagePredictionEngine engine = _ml.Model.CreateImagePredictionEngine(classifier.ToTransformer(_ml));
        string[] paths = photos.TestPaths;
        float[][] expected = [.. paths.Select(path => classifier.Predict(path).ScoresInOrder.ToArray())];

        Assert.Equal(classifier.Labels, engine.Labels);
        Assert.Equal(expected, engine.PredictMany(paths).Select(prediction => prediction.ScoresInOrder.ToArray()));
        await Parallel.ForAsync(0, 4 * paths.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, (i, _) =>
        {
            string path = paths[i % paths.Length];
            byte[] bytes = File.ReadAllBytes(path);
            using var stream = new MemoryStream(bytes);
            Prediction prediction = (i % 3) switch
            {
                0 => engine.Predict(path),
                1 => engine.Predict(bytes),
                _ => engine.Predict(stream),
            };
            Assert.Equal(expected[i % paths.Length], prediction.ScoresInOrder.ToArray());
            return ValueTask.CompletedTask;
        });
    }

    [Fact]
    public void An_engine_survives_a_bad_picture_and_refuses_a_model_without_scores()
    {
        using ImagePredictionEngine engine = _ml.Model.CreateImagePredictionEngine(
            _ml.Model.LoadImageClassifier(photos.BackboneFile));
        float best = engine.Predict(photos.TestPaths[0]).Score;

        Assert.Throws<ImageFormatException>(() => engine.Predict([1, 2, 3]));
        Assert.StartsWith(
            "nowhere", Assert.Throws<ImageFormatException>(() => engine.Predict("nowhere")).Message, StringComparison.Ordinal);
        Assert.Equal(best, engine.Predict(photos.TestPaths[0]).Score);
        ITransformer other = _ml.Transforms.CopyColumns("Copy", "ImagePath").Fit(_ml.Data.LoadImagesFromFolder(photos.Test));
        Assert.Contains(
            "Could not find score column 'Score'",
            Assert.Throws<ArgumentOutOfRangeException>(
                () => _ml.Model.CreateImagePredictionEngine(other)).Message, StringComparison.Ordinal);
    }
}
