using MLResNet.Formats;
using MLResNet.Packaging;

namespace MLResNet.Classification.Tests;

public sealed class ImageClassifierTests(TrainedShapes shapes) : IClassFixture<TrainedShapes>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlresnet-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_saved_model_loads_and_predicts_the_same_from_paths_bytes_streams_and_pictures()
    {
        string path = Path.Combine(_folder, "shapes.mlresnet");
        shapes.Model.Save(path);
        using ImageClassifier loaded = ImageClassifier.Load(path, new ImageClassifierOptions { Threads = 1 });
        using ImageClassifier streamed = ImageClassifier.Load(new MemoryStream(File.ReadAllBytes(path)));

        Assert.Equal(shapes.Model.Labels, loaded.Labels);
        Assert.Equal(File.ReadAllBytes(path), TrainedShapes.Bytes(streamed));
        Assert.Null(loaded.TrainingReport);
        foreach (LabeledImage image in shapes.Unseen.Where((_, i) => i % 5 == 0))
        {
            byte[] bytes = File.ReadAllBytes(image.Path);
            float[] scores = shapes.Model.Predict(image.Path).ScoresInOrder.ToArray();
            Assert.Equal(scores, loaded.Predict(image.Path).ScoresInOrder.ToArray());
            Assert.Equal(scores, loaded.Predict(bytes).ScoresInOrder.ToArray());
            Assert.Equal(scores, loaded.Predict(new MemoryStream(bytes)).ScoresInOrder.ToArray());
            Assert.Equal(scores, streamed.Predict(ImageDecoder.Decode(bytes)).ScoresInOrder.ToArray());
        }
    }

    [Fact]
    public void A_loaded_model_saves_from_its_file_even_over_itself_and_tells_when_that_is_another_one()
    {
        string path = Path.Combine(_folder, "shapes.mlresnet");
        shapes.Model.Save(path);
        byte[] saved = File.ReadAllBytes(path);
        using ImageClassifier loaded = ImageClassifier.Load(path);

        loaded.Save(path);
        Assert.Equal(saved, File.ReadAllBytes(path));
        Assert.All(shapes.Model.Parameters.Zip(loaded.Parameters), pair => Assert.Equal(pair.First.Values, pair.Second.Values));

        loaded.RecordHeldOut(loaded.Evaluate(shapes.Unseen));
        Assert.NotEqual(saved, TrainedShapes.Bytes(loaded));
        loaded.Save(path);
        loaded.Save(Path.Combine(_folder, "copy.mlresnet"));
        File.WriteAllBytes(path, saved);
        var changed = Assert.Throws<MLResNetException>(() => loaded.Save(Path.Combine(_folder, "copy.mlresnet")));
        Assert.Contains(path, changed.Message, StringComparison.Ordinal);

        File.Delete(path);
        Assert.Contains(path, Assert.Throws<MLResNetException>(() => loaded.Parameters).Message, StringComparison.Ordinal);
        Assert.NotEmpty(loaded.Predict(shapes.Unseen[0].Path).Scores);
    }

    [Fact]
    public async Task A_stream_can_be_read_without_blocking()
    {
        string path = shapes.Unseen[0].Path;
        using FileStream stream = File.OpenRead(path);

        Prediction prediction = await shapes.Model.PredictAsync(stream);

        Assert.Equal(shapes.Model.Predict(path).Scores, prediction.Scores);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => shapes.Model.PredictAsync(File.OpenRead(path), new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Many_files_come_back_in_their_order_with_the_scores_of_single_ones_and_errors_in_place()
    {
        string broken = Path.Combine(_folder, "broken.jpg");
        File.WriteAllBytes(broken, [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3]);
        string missing = Path.Combine(_folder, "missing.png");
        string[] paths = [broken, .. shapes.Unseen.Select(image => image.Path), missing, broken, shapes.Unseen[3].Path, missing];

        FilePrediction[] results = [.. shapes.Model.PredictMany(paths)];

        Assert.Equal(paths, results.Select(result => result.Path));
        foreach (FilePrediction result in results)
        {
            Assert.Equal(result.Path != broken && result.Path != missing, result.Succeeded);
            if (result.Succeeded)
                Assert.Equal(shapes.Model.Predict(result.Path).ScoresInOrder.ToArray(), result.Prediction.ScoresInOrder.ToArray());
            else
                Assert.DoesNotContain(result.Path, result.Error, StringComparison.Ordinal);
        }
        Assert.Empty(shapes.Model.PredictMany([]));
        var error = Assert.Throws<ImageFormatException>(() => shapes.Model.Predict(broken));
        Assert.Contains(broken, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_files_are_taken_as_they_come()
    {
        int taken = 0;
        IEnumerable<string> Endless()
        {
            for (; ; taken++)
                yield return shapes.Unseen[0].Path;
        }

        Assert.Equal(3, shapes.Model.PredictMany(Endless()).Take(3).Count());
        Assert.InRange(taken, 1, 1000);
    }

    [Fact]
    public void One_model_serves_many_threads()
    {
        string[] paths = [.. shapes.Unseen.Select(image => image.Path)];
        float[][] expected = [.. paths.Select(path => shapes.Model.Predict(path).ScoresInOrder.ToArray())];

        Parallel.For(0, 4 * paths.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
            Assert.Equal(expected[i % paths.Length], shapes.Model.Predict(paths[i % paths.Length]).ScoresInOrder.ToArray()));
    }

    [Fact]
    public void Evaluation_agrees_with_single_predictions()
    {
        Evaluation evaluation = shapes.Model.Evaluate(shapes.Unseen);

        Assert.Equal(shapes.Unseen.Count, evaluation.Images);
        foreach (var (image, evaluated) in shapes.Unseen.Zip(evaluation.Predictions))
        {
            Prediction prediction = shapes.Model.Predict(image.Path);
            Assert.Equal(image.Path, evaluated.Path);
            Assert.Equal((prediction.Label, prediction.Score), (evaluated.PredictedLabel, evaluated.PredictedScore));
            Assert.Equal(ShapeFolder.Kinds[image.LabelIndex], evaluated.Label);
            Assert.Equal(prediction.Scores[evaluated.Label], evaluated.LabelScore);
        }
    }

    [Fact]
    public void A_package_tells_how_the_model_fared_on_unseen_images()
    {
        using ImageClassifier model = ImageClassifier.Load(new MemoryStream(TrainedShapes.Bytes(shapes.Model)));
        Evaluation evaluation = model.Evaluate(shapes.Unseen);
        model.RecordHeldOut(evaluation);

        using ImageClassifier loaded = ImageClassifier.Load(new MemoryStream(TrainedShapes.Bytes(model)));
        Assert.Equal(
            new ModelMetrics(evaluation.Images, evaluation.Accuracy, evaluation.MacroF1, evaluation.LogLoss), loaded.Manifest.HeldOut);
    }

    [Fact]
    public void Classes_are_matched_by_name_and_an_unknown_one_is_named()
    {
        CopyClass("stripes", "stripes");
        CopyClass("cross", "cross");
        Evaluation evaluation = shapes.Model.Evaluate(ImageFolder.Open(_folder));
        Assert.Equal([12, 0, 12], evaluation.Classes.Select(metrics => metrics.Support));
        Assert.True(evaluation.Accuracy > 0.8, evaluation.ToString());

        CopyClass("disc", "ball");
        var error = Assert.Throws<DatasetException>(() => shapes.Model.Evaluate(ImageFolder.Open(_folder)));
        Assert.Contains("'ball'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unreadable_files_are_counted_apart_or_fatal_as_one_wishes()
    {
        CopyClass("disc", "disc");
        string empty = Path.Combine(_folder, "disc", "empty.png");
        File.WriteAllBytes(empty, []);

        Evaluation evaluation = shapes.Model.Evaluate(ImageFolder.Open(_folder));
        Assert.Equal([empty], evaluation.Unreadable.Select(file => file.Path));
        Assert.Equal(12, evaluation.Images);

        var error = Assert.Throws<DatasetException>(
            () => shapes.Model.Evaluate(ImageFolder.Open(_folder), new EvaluationOptions { Strict = true }));
        Assert.Contains(empty, error.Message, StringComparison.Ordinal);

        Directory.Delete(Path.Combine(_folder, "disc"), recursive: true);
        Directory.CreateDirectory(Path.Combine(_folder, "disc"));
        File.WriteAllBytes(empty, []);
        error = Assert.Throws<DatasetException>(() => shapes.Model.Evaluate(ImageFolder.Open(_folder)));
        Assert.Contains("no image that can be read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_no_models_are_named_in_the_error()
    {
        string path = Path.Combine(_folder, "a.mlresnet");
        var missing = Assert.Throws<MLResNetException>(() => ImageClassifier.Load(path));
        Assert.Contains(path, missing.Message, StringComparison.Ordinal);

        File.Copy(shapes.Unseen[0].Path, path);
        var picture = Assert.Throws<ModelFormatException>(() => ImageClassifier.Load(path));
        Assert.Contains(path, picture.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_of_version_1_is_read_and_has_no_temperature()
    {
        // Not to be written anew: it stands for the packages that are out there.
        using ImageClassifier model = ImageClassifier.Load(
            Path.Combine(AppContext.BaseDirectory, "Packaging", "Fixtures", "version-1.mlresnet"));
        ModelManifest manifest = model.Manifest;

        Assert.Equal((1, 1.0), (manifest.FormatVersion, manifest.Temperature));
        Assert.Equal(["Tür", "<b>\"窓\"</b>"], model.Labels);
        Assert.Equal((7, 2), (manifest.Provenance!.Seed, manifest.Provenance.BestEpoch));
        Assert.Equal(0.875, manifest.Provenance.History[1].ValidationAccuracy);
        Assert.Equal(0.75, manifest.Validation!.Accuracy);

        Assert.Equal(0.32321, model.Predict(Gradient()).Scores["Tür"], 1e-4);
    }

    [Fact]
    public void A_package_of_version_2_is_read_and_answers_at_its_temperature()
    {
        // As that of version 1, with the temperature 1.75; nor is this one to be written anew.
        using ImageClassifier model = ImageClassifier.Load(
            Path.Combine(AppContext.BaseDirectory, "Packaging", "Fixtures", "version-2.mlresnet"));

        Assert.Equal((2, 1.75), (model.Manifest.FormatVersion, model.Manifest.Temperature));
        double odds = Math.Pow(0.32321 / (1 - 0.32321), 1 / 1.75);
        Assert.Equal(odds / (1 + odds), model.Predict(Gradient()).Scores["Tür"], 1e-4);
    }

    [Fact]
    public void A_package_of_version_3_is_read_and_answers_for_each_label_by_itself()
    {
        // As that of version 2, with thresholds; nor is this one to be written anew.
        using ImageClassifier model = ImageClassifier.Load(
            Path.Combine(AppContext.BaseDirectory, "Packaging", "Fixtures", "version-3.mlresnet"));

        Assert.Equal((3, 1.75), (model.Manifest.FormatVersion, model.Manifest.Temperature));
        Assert.Equal([0.25f, 0.75f], model.Manifest.Thresholds);
        Prediction prediction = model.Predict(Gradient());
        double[] logits = [.. prediction.ScoresInOrder.ToArray().Select(score => 1.75 * Math.Log(score / (1.0 - score)))];
        Assert.Equal(Math.Log(0.32321 / (1 - 0.32321)), logits[0] - logits[1], 1e-4);
        for (int i = 0; i < model.Labels.Count; i++)
        {
            bool reaches = prediction.ScoresInOrder[i] >= model.Manifest.Thresholds![i];
            Assert.Equal(reaches, prediction.Labels.Contains(model.Labels[i]));
        }
    }

    private static MLResNet.Imaging.RgbImage Gradient()
    {
        var picture = new MLResNet.Imaging.RgbImage(20, 18);
        for (int i = 0; i < picture.Pixels.Length; i++)
            picture.Pixels[i] = (byte)(i * 37);
        return picture;
    }

    private void CopyClass(string from, string to)
    {
        string target = Directory.CreateDirectory(Path.Combine(_folder, to)).FullName;
        foreach (LabeledImage image in shapes.Unseen.Where(image => ShapeFolder.Kinds[image.LabelIndex] == from))
            File.Copy(image.Path, Path.Combine(target, Path.GetFileName(image.Path)));
    }
}
