using MLResNet.Imaging;
using MLResNet.Metrics;
using MLResNet.Packaging;

namespace MLResNet.Classification.Tests.Training;

public sealed class OptimizerTests(TrainedShapes shapes) : IClassFixture<TrainedShapes>
{
    private static readonly TransferLearningOptions Options = TrainedShapes.Options with { LearningRate = null, Augmentation = Augmentation.Shift };

    [Theory]
    [InlineData(OptimizerKind.AdamW, "AdamW", 0.001, 0.05)] // of a batch of 8: half of what 32 take, by the root
    [InlineData(OptimizerKind.Adam, "Adam", 0.001, 0.0001)]
    [InlineData(OptimizerKind.Sgd, "SGD", 0.00625, 0.0001)] // 0.1 / 128 * 8, as He et al.
    public void Each_optimizer_learns_at_a_rate_of_its_own(OptimizerKind kind, string name, double learningRate, double weightDecay)
    {
        using ImageClassifier model = TransferLearning.Train(shapes.Folder, Options with { Optimizer = kind });

        TrainingSettings settings = model.Manifest.Provenance!.Settings!;
        Assert.Equal((name, weightDecay), (settings.Optimizer, settings.WeightDecay));
        Assert.Equal(learningRate, settings.LearningRate, 1e-12);
        IReadOnlyList<EpochMetrics> history = model.TrainingReport!.History;
        Assert.True(history[^1].Loss < history[0].Loss - 0.1, $"{history[0].Loss} {history[^1].Loss}");
    }

    [Fact]
    public void The_rule_is_the_one_that_is_named()
    {
        // At the same rate, without weight decay, after one step from the same weights: Adam moves each by the rate whatever its
        // gradient, so as far as AdamW; momentum by the gradient.
        byte[] After(OptimizerKind kind)
        {
            using ImageClassifier model = TransferLearning.Train(shapes.Folder, Options with
            {
                Optimizer = kind, LearningRate = 1e-3, WeightDecay = 0, AverageEpochs = 0, Epochs = 1, BatchSize = 128,
            });
            return [.. model.Parameters.SelectMany(parameter => parameter.Values.ToArray().SelectMany(BitConverter.GetBytes))];
        }

        byte[] adam = After(OptimizerKind.Adam);
        Assert.Equal(adam, After(OptimizerKind.AdamW));
        Assert.NotEqual(adam, After(OptimizerKind.Sgd));
    }

    [Fact]
    public void The_moving_average_can_be_shorter_or_left_out()
    {
        double AverageOf(double? epochs)
        {
            using ImageClassifier model = TransferLearning.Train(shapes.Folder, Options with { Epochs = 1, AverageEpochs = epochs });
            return model.Manifest.Provenance!.Settings!.MovingAverage;
        }

        Assert.Equal(0, AverageOf(0));
        Assert.Equal(1 - 1 / 10.0, AverageOf(1), 1e-12); // nine steps an epoch
        Assert.Equal(AverageOf(2), AverageOf(null));
    }

    [Fact]
    public void Networks_for_small_pictures_see_the_whole_of_them_and_others_their_middle()
    {
        using ImageClassifier photos = TransferLearning.Train(shapes.Folder, Options with { Arch = "resnet10", Size = 16, Epochs = 1 });

        Assert.Equal((16, 16), (shapes.Model.Preprocessing.Size, shapes.Model.Preprocessing.ResizeShortSide));
        Assert.Equal((16, 18), (photos.Preprocessing.Size, photos.Preprocessing.ResizeShortSide));
    }
}
