namespace MLResNet.Cli.Training;

/// <summary>What a training came to.</summary>
/// <param name="Path">The file that holds the model.</param>
/// <param name="Model">The model.</param>
/// <param name="Test">The held-out images; null if there are none.</param>
/// <param name="Evaluation">How the model fares on them; null if there are none, or the training was stopped.</param>
/// <param name="CrossValidation">How models of this kind fare on images that they have not seen; null if nobody asked.</param>
internal sealed record TrainingResult(string Path, ImageClassifier Model, ImageFolder? Test, Evaluation? Evaluation,
    CrossValidationResult? CrossValidation = null);
