using MLResNet.Cli.Output;

namespace MLResNet.Cli.Training;

/// <summary>The images that a training learns from and those that it is evaluated on afterwards.</summary>
/// <param name="Images">What to train on; a part that chooses the best epoch may be in it.</param>
/// <param name="Validation">What chooses the best epoch, where <paramref name="Images"/> does not bring it along.</param>
/// <param name="Test">What to evaluate on; null for nothing.</param>
internal sealed record TrainingImages(ImageFolder Images, ImageFolder? Validation, ImageFolder? Test)
{
    /// <summary>Divides a data set: its own test part comes before a fraction.</summary>
    public static TrainingImages From(ImageFolder images, double testFraction, int seed)
    {
        images.EnsureTrainable();
        if (images.Test is not null || testFraction == 0)
            return new TrainingImages(images, Validation: null, images.Test);
        (ImageFolder train, ImageFolder test) = (images.Train ?? images).Split(testFraction, seed);
        return new TrainingImages(train, images.Validation, test.Count == 0 ? null : test);
    }

    public override string ToString()
    {
        int training = (Images.Train ?? Images).Count;
        int validation = (Validation ?? Images.Validation)?.Count ?? 0;
        string counts = $"{Figure.Images(training)} of {Figure.Classes(Images)} to train on";
        if (validation > 0)
            counts += $", {validation} to choose the best epoch";
        if (Test is not null)
            counts += $", {Test.Count} held out";
        return $"{Images.Source}: {counts}";
    }
}
