using MLResNet.Engine.Tests;
using MLResNet.Formats;
using MLResNet.Formats.Png;
using MLResNet.Imaging;
using MLResNet.Metrics;
using MLResNet.Packaging;

namespace MLResNet.Classification.Tests;

public sealed class MirrorImagesTests(TrainedShapes shapes) : IClassFixture<TrainedShapes>
{
    private const int Size = 41; // an odd side has a column that is its own mirror image
    private const float CloseEnough = 1e-5f;

    private static readonly ModelPackage Alone = RandomNetwork.Package(RandomNetwork.Spec("v2"), Size);
    private static readonly ModelPackage Mirrored = Alone with { Manifest = Alone.Manifest with { MirrorImages = true, Temperature = 2 } };

    [Fact]
    public void The_answer_is_of_the_mean_of_the_logits_of_both()
    {
        RgbImage picture = RandomNetwork.Picture(Size, 1);
        using ImageClassifier model = new(Mirrored), alone = new(Alone);

        // Of a softmax at temperature 1 the logarithms are the logits, but for a constant.
        double[] logits = [.. Logarithms(picture).Zip(Logarithms(Flip.Horizontal(picture)), (a, b) => (a + b) / 2)];
        double[] weights = [.. logits.Select(logit => Math.Exp(logit / 2))];
        AssertClose([.. weights.Select(weight => (float)(weight / weights.Sum()))], model.Predict(picture).ScoresInOrder);

        IEnumerable<double> Logarithms(RgbImage image) =>
            alone.Predict(image).ScoresInOrder.ToArray().Select(score => Math.Log(score));
    }

    [Fact]
    public void A_picture_and_its_mirror_image_have_the_same_scores_features_and_mirrored_heat()
    {
        RgbImage picture = RandomNetwork.Picture(Size, 2), turned = Flip.Horizontal(picture);
        using ImageClassifier model = new(Mirrored);

        Explanation heat = model.Explain(picture), other = model.Explain(turned);

        AssertClose(model.Predict(picture).ScoresInOrder, model.Predict(turned).ScoresInOrder);
        AssertClose(model.Embed(picture), model.Embed(turned));
        Assert.Equal(model.Predict(picture).Score, heat.Score, CloseEnough);
        Assert.Equal(heat.Label, other.Label);
        Assert.Equal(heat.Peak, other.Peak, 1e-3f);
        for (int y = 0; y < heat.Height; y++)
        {
            for (int x = 0; x < heat.Width; x++)
                Assert.Equal(heat.Heat[y * heat.Width + x], other.Heat[y * heat.Width + heat.Width - 1 - x], 1e-3f);
        }
        using ImageClassifier alone = new(Alone);
        Assert.True(Closeness.Distance(alone.Embed(picture), alone.Embed(turned)) > 100 * CloseEnough);
    }

    [Fact]
    public void Many_at_once_are_answered_as_each_alone()
    {
        using ImageClassifier model = new(Mirrored);
        string folder = Directory.CreateTempSubdirectory("mlresnet-").FullName;
        try
        {
            string[] paths = [.. Enumerable.Range(0, 5).Select(i => Path.Combine(folder, $"{i}.png"))];
            for (int i = 0; i < paths.Length; i++)
                File.WriteAllBytes(paths[i], PngEncoder.Encode(RandomNetwork.Picture(Size, i)));

            foreach (FilePrediction each in model.PredictMany(paths))
                Assert.Equal(model.Predict(each.Path).ScoresInOrder.ToArray(), each.Prediction!.ScoresInOrder.ToArray());
            foreach (FileEmbedding each in model.EmbedMany(paths))
                Assert.Equal(model.Embed(each.Path), each.Features);
            float[] pixels = [.. paths.SelectMany(path => model.Preprocessing.Apply(ImageDecoder.DecodeFile(path)))];
            Prediction[] prepared = model.PredictPrepared(pixels, paths.Length);
            float[] scores = new float[paths.Length * model.Labels.Count];
            model.Score(pixels, paths.Length, scores);
            Assert.Equal(scores, prepared.SelectMany(each => each.ScoresInOrder.ToArray()));
            Assert.Equal(model.Predict(paths[0]).ScoresInOrder.ToArray(), prepared[0].ScoresInOrder.ToArray());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Any_training_makes_such_a_model_which_chooses_its_epoch_and_temperature_by_mirror_images_and_is_gone_on_with_as_one()
    {
        TransferLearningOptions options = TrainedShapes.Options with { Epochs = 2, ValidationFraction = 0.25, MirrorImages = true };
        using ImageClassifier scratch = TransferLearning.Train(shapes.Folder, options);
        using ImageClassifier alone = TransferLearning.Train(shapes.Folder, options with { MirrorImages = false });
        string path = Path.GetTempFileName();
        try
        {
            scratch.Save(path);
            using ImageClassifier tuned = TransferLearning.Train(
                shapes.Folder, new TransferLearningOptions { From = path, Tune = Tune.Head, FeatureCacheBytes = 0 });

            Assert.True(scratch.Manifest.MirrorImages);
            Assert.True(tuned.Manifest.MirrorImages);
            Assert.Equal(Losses(alone, epoch => epoch.Loss), Losses(scratch, epoch => epoch.Loss));
            Assert.NotEqual(Losses(alone, epoch => epoch.ValidationLoss!.Value), Losses(scratch, epoch => epoch.ValidationLoss!.Value));
            (_, ImageFolder validation) = shapes.Folder.Split(0.25, options.Seed);
            Assert.Equal(scratch.Manifest.Validation!.LogLoss, scratch.Evaluate(validation).LogLoss, 1e-6);
            Assert.Equal(tuned.Manifest.Provenance!.Head!.Mirrored, tuned.Manifest.MirrorImages);
        }
        finally
        {
            File.Delete(path);
        }

        static IEnumerable<double> Losses(ImageClassifier model, Func<EpochMetrics, double> of) =>
            model.Manifest.Provenance!.History!.Select(of);
    }

    private static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual) =>
        Assert.InRange(Closeness.Distance(actual, expected), 0, CloseEnough);
}
