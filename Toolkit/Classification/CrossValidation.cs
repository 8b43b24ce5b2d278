namespace MLResNet;

/// <summary>Tells how well a way of training does on a data set, by holding out each part of it in turn.</summary>
public static class CrossValidation
{
    /// <summary>
    /// Trains as many models as there are folds, each on the others, and evaluates each on its own: every image is predicted once
    /// by a model that has not seen it.
    /// </summary>
    /// <param name="images">The images; a part that the data set sets apart for testing is left out.</param>
    /// <param name="folds">How many, at least 2.</param>
    /// <param name="options">How to train; null for the defaults. A checkpoint would be that of one fold: there is none.</param>
    /// <param name="cancellationToken">Ends it with an exception.</param>
    /// <exception cref="DatasetException">The images cannot be trained on, or are fewer than folds.</exception>
    /// <exception cref="MLResNetException">As <see cref="TransferLearning.Train"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static CrossValidationResult Run(
        ImageFolder images, int folds, TransferLearningOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        options = (options ?? new TransferLearningOptions()) with { Checkpoint = null, Resume = false };
        if (options.Teachers.Count > 0)
        {
            throw new MLResNetException(
                $"The option {nameof(options.Teachers)} has no place in a cross-validation: a teacher may have learned from what a fold holds out.");
        }
        ImageFolder all = images.Train ?? images;
        if (options.MultiLabel)
            all = all.AsMultiLabel();
        all.EnsureTrainable();
        OptionRange.Require(folds >= 2 && folds <= all.Count, nameof(folds), $"2 to {all.Count}, the images of {all.Source}", folds);

        var evaluations = new List<Evaluation>();
        foreach ((ImageFolder train, ImageFolder test) in all.Folds(folds, options.Seed))
        {
            using ImageClassifier model = TransferLearning.Train(train, options, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            evaluations.Add(model.Evaluate(test, cancellationToken: cancellationToken));
        }
        return new CrossValidationResult(evaluations);
    }
}
