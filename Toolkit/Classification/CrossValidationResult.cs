using System.Globalization;
using MLResNet.Metrics;

namespace MLResNet;

/// <summary>What <see cref="CrossValidation.Run"/> comes to.</summary>
public sealed class CrossValidationResult
{
    internal CrossValidationResult(IReadOnlyList<Evaluation> folds)
    {
        Folds = folds;
        EvaluatedImage[] images = [.. folds.SelectMany(fold => fold.Predictions)];
        UnreadableFile[] unreadable = [.. folds.SelectMany(fold => fold.Unreadable)];
        Overall = folds[0].IsMultiLabel
            ? Evaluation.OfLabels(folds[0].Labels, images, unreadable, thresholds: null)
            : new Evaluation(folds[0].Labels, images, unreadable, folds[0].TopK);
    }

    /// <summary>How each model fares on the images that were held out from it.</summary>
    public IReadOnlyList<Evaluation> Folds { get; }

    /// <summary>All images together, each predicted by the model that has not seen it.</summary>
    public Evaluation Overall { get; }

    /// <summary>The mean of the folds' accuracies, 0 to 1.</summary>
    public double MeanAccuracy => Folds.Average(fold => fold.Accuracy);

    /// <summary>
    /// How far the folds' accuracies spread: their standard deviation (with folds - 1 in the denominator). It says what another
    /// choice of images may change.
    /// </summary>
    public double AccuracyDeviation => Deviation(fold => fold.Accuracy);

    /// <summary>The mean of the folds' log-losses.</summary>
    public double MeanLogLoss => Folds.Average(fold => fold.LogLoss);

    /// <summary>The standard deviation of the folds' log-losses.</summary>
    public double LogLossDeviation => Deviation(fold => fold.LogLoss);

    /// <summary>The mean of the folds' macro F1, 0 to 1.</summary>
    public double MeanMacroF1 => Folds.Average(fold => fold.MacroF1);

    /// <summary>The standard deviation of the folds' macro F1.</summary>
    public double MacroF1Deviation => Deviation(fold => fold.MacroF1);

    /// <summary>Mean and spread of the accuracy or, where images may have several labels, of the macro F1.</summary>
    public override string ToString()
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        string figure = Overall.IsMultiLabel
            ? string.Create(invariant, $"macro F1 {MeanMacroF1:0.000} ± {MacroF1Deviation:0.000}")
            : string.Create(invariant, $"accuracy {MeanAccuracy * 100:0.0} % ± {AccuracyDeviation * 100:0.0} %");
        return $"{Folds.Count} folds: {figure}";
    }

    private double Deviation(Func<Evaluation, double> figure)
    {
        double mean = Folds.Average(figure);
        return Math.Sqrt(Folds.Sum(fold => Math.Pow(figure(fold) - mean, 2)) / (Folds.Count - 1));
    }
}
