namespace MLResNet.Packaging;

/// <summary>What an evaluation came to, in short.</summary>
/// <param name="Images">Images evaluated.</param>
/// <param name="Accuracy">Share recognised, 0 to 1.</param>
/// <param name="MacroF1">Mean F1 of the classes.</param>
/// <param name="LogLoss">Mean of -ln(probability of the image's label).</param>
public sealed record ModelMetrics(int Images, double Accuracy, double MacroF1, double LogLoss)
{
    internal static ModelMetrics From(Evaluation evaluation) =>
        new(evaluation.Images, evaluation.Accuracy, evaluation.MacroF1, evaluation.LogLoss);
}
