using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLResNet.Pipelines.Tests.Packages;

public sealed class ResNetOnTensorFlowTests(Photos photos) : IClassFixture<Photos>
{
    private readonly MLContext _ml = new(seed: 1);

    [TensorFlowFact(exists: true)]
    public void ML_NETs_model_is_trained_on_what_TensorFlow_reads_and_evaluated_as_ours_are()
    {
        var told = new List<TrainingProgress>();
        string folder = Path.GetDirectoryName(photos.NewFile("none"))!;
        foreach (string path in photos.TrainPaths)
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(photos.Train, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }
        string broken = Path.Combine(folder, "disc", "broken.jpg");
        File.WriteAllBytes(broken, [1, 2, 3]);
        var trainer = new ResNetOnTensorFlow(_ml, new ResNetOnTensorFlow.Options
        {
            Epochs = 30, Patience = null, BatchSize = 1000, Progress = new Listener(told.Add),
        });

        ResNetOnTensorFlow.Result result = trainer.Train(ImageFolder.Open(folder), ImageFolder.Open(photos.Test));

        using var model = result.Model;
        Evaluation evaluation = result.Evaluation;
        Assert.Equal([broken], result.LeftOut.Select(file => file.Path));
        Assert.Equal(photos.TestPaths, evaluation.Predictions.Select(image => image.Path));
        Assert.InRange(evaluation.Accuracy, 0.5, 1); // a third by chance
        IDataView scored = model.Transform(_ml.Data.LoadImagesFromFolder(photos.Test));
        Assert.Equal(
            evaluation.Predictions.Select(image => image.PredictedLabel), scored.GetColumn<string>("PredictedLabel"));
        Assert.Equal(photos.TrainPaths.Length, told.Count(progress => progress.Stage == TrainingStage.Features));
        TrainingProgress[] epochs = [.. told.Where(progress => progress.Stage == TrainingStage.Network)];
        Assert.Equal(Enumerable.Range(1, 30), epochs.Select(progress => progress.Epoch));
        Assert.All(epochs, progress => Assert.NotNull(progress.ValidationAccuracy));
    }

    [TensorFlowFact(exists: false)]
    public void Without_TensorFlow_it_says_which_package_is_missing_before_anything_is_downloaded()
    {
        var images = ImageFolder.Open(photos.Train);

        string message = Assert.Throws<MLResNetException>(() => new ResNetOnTensorFlow(_ml).Train(images, images)).Message;

        Assert.Contains("SciSharp.TensorFlow.Redist", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_their_range_are_named()
    {
        foreach (ResNetOnTensorFlow.Options options in (ResNetOnTensorFlow.Options[])
            [new() { Epochs = 0 }, new() { BatchSize = 0 }, new() { LearningRate = float.NaN }, new() { Patience = 0 },
                new() { LeastGain = 2 }, new() { ValidationFraction = 1 }, new() { Architecture = (ResNetOnTensorFlow.Architecture)7 }])
        {
            string message = Assert.Throws<MLResNetException>(() => new ResNetOnTensorFlow(_ml, options)).Message;
            Assert.Matches("^The option (Epochs|BatchSize|LearningRate|Patience|LeastGain|ValidationFraction|Architecture) must be", message);
        }
    }

    private sealed class Listener(Action<TrainingProgress> hear) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => hear(value);
    }
}
