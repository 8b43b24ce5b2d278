namespace MLResNet.Training.Heads;

/// <summary>Which images are held out together to choose a penalty.</summary>
internal static class HeldOutFolds
{
    private const int Parts = 5;

    /// <summary>Products of images, features and classes in all folds together that a choice may take: a second or so.</summary>
    private const long MostWork = 1L << 27;

    /// <summary>
    /// The validation images, or without those each fifth of the training images; of very many, one fifth is enough.
    /// </summary>
    /// <param name="parts">The images; rows are those of training, then those of validation.</param>
    /// <param name="width">Features an image.</param>
    /// <param name="seed">Chooses which image is in which fifth.</param>
    /// <returns>For each fold, true for each row that is held out; none where no class has two images.</returns>
    public static IReadOnlyList<bool[]> Of(TrainingParts parts, int width, int seed)
    {
        ImageFolder images = parts.Images;
        if (parts.Validation is { } validation)
            return [[.. Enumerable.Range(0, images.Count + validation.Count).Select(row => row >= images.Count)]];
        long work = (long)images.Count * width * images.Classes.Count;
        int count = (int)Math.Clamp(MostWork / work, 1, Parts);
        return [.. images.Folds(Math.Min(Parts, images.Count), seed)
            .Select(fold => HeldOut(images, fold.Test))
            .Where(fold => fold.Contains(true))
            .Take(count)];
    }

    /// <summary>
    /// A file that is listed twice is held out as a whole. One that is alone in its class, or with a label, stays: without it
    /// there would be nothing to learn that from.
    /// </summary>
    private static bool[] HeldOut(ImageFolder images, ImageFolder test)
    {
        var own = test.Select(image => image.Path).ToHashSet(StringComparer.Ordinal);
        return [.. images.Select(image => image.Labels.All(label => images.CountsPerClass[label] > 1) && own.Contains(image.Path))];
    }
}
