using MLResNet.Packaging;

namespace MLResNet.Classification.Tests.Training;

public sealed class CrossValidationTests(TrainedShapes shapes) : IClassFixture<TrainedShapes>
{
    private static readonly TransferLearningOptions Options = TrainedShapes.Options with { Epochs = 1, Threads = 1 };

    [Fact]
    public void Every_image_is_predicted_once_by_a_model_that_has_not_seen_it()
    {
        CrossValidationResult result = CrossValidation.Run(shapes.Folder, 3, Options);

        Assert.Equal(3, result.Folds.Count);
        Assert.Equal(
            shapes.Folder.Select(image => image.Path).Order(StringComparer.Ordinal),
            result.Overall.Predictions.Select(image => image.Path).Order(StringComparer.Ordinal));
        (ImageFolder train, ImageFolder test) = shapes.Folder.Folds(3, Options.Seed)[1];
        using ImageClassifier second = TransferLearning.Train(train, Options);
        Assert.Equal(second.Evaluate(test).LogLoss, result.Folds[1].LogLoss);
    }

    [Fact]
    public void Mean_and_spread_are_those_of_the_folds()
    {
        CrossValidationResult result = CrossValidation.Run(shapes.Folder, 4, Options);

        double[] accuracies = [.. result.Folds.Select(fold => fold.Accuracy)];
        double mean = accuracies.Sum() / 4;
        Assert.Equal(mean, result.MeanAccuracy, 12);
        Assert.Equal(result.Overall.Accuracy, result.MeanAccuracy, 12); // folds of one size
        Assert.Equal(
            Math.Sqrt(accuracies.Sum(accuracy => (accuracy - mean) * (accuracy - mean)) / 3), result.AccuracyDeviation, 12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(73)]
    public void A_number_of_folds_that_the_images_do_not_allow_is_refused(int folds) => Assert.Contains(
        "folds must be 2 to 72", Assert.Throws<MLResNetException>(() => CrossValidation.Run(shapes.Folder, folds, Options)).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(ClassBalance.Weights)]
    [InlineData(ClassBalance.Sampling)]
    public void Balanced_classes_make_a_rare_class_likelier_in_trainings_of_epochs(ClassBalance balance)
    {
        using var folder = new ShapeFolder(imagesPerKind: 24);
        foreach (string file in Directory.GetFiles(Path.Combine(folder.Root, "cross")).Order(StringComparer.Ordinal).Skip(3))
            File.Delete(file);

        TransferLearningOptions some = Options with { Epochs = 3 };
        using ImageClassifier plain = TransferLearning.Train(folder.Open(), some);
        using ImageClassifier balanced = TransferLearning.Train(folder.Open(), some with { BalanceClasses = balance });

        Assert.InRange(Likelihood(balanced) - Likelihood(plain), 0.02, 1);
        Assert.InRange(Recall(balanced) - Recall(plain), 0.2, 1);
        TrainingSettings settings = balanced.Manifest.Provenance!.Settings!;
        Assert.Equal((true, balance == ClassBalance.Sampling), (settings.BalancesClasses, settings.BalancedSampling));

        double Recall(ImageClassifier model) => model.Evaluate(shapes.Unseen).Classes[0].Recall;

        double Likelihood(ImageClassifier model) => shapes.Unseen.Average(image => (double)model.Predict(image.Path).ScoresInOrder[model.Labels.ToList().IndexOf("cross")]);
    }
}
