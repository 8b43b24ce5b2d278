namespace MLResNet.Metrics;

/// <summary>How a model fares on one class.</summary>
/// <param name="Label">The class.</param>
/// <param name="Support">Images that are of the class.</param>
/// <param name="Predicted">Images that the model takes for the class, or gives the label.</param>
/// <param name="Correct">Images that are both.</param>
public sealed record ClassMetrics(string Label, int Support, int Predicted, int Correct)
{
    /// <summary>
    /// Where images may have several labels: the area under the curve of precision over recall as the threshold falls, 0 to 1,
    /// the sum over its steps of precision times what recall gains. Null where no image has the label, and where images have one.
    /// </summary>
    public double? AveragePrecision { get; init; }

    /// <summary>
    /// Where images may have several labels: from which probability on the model gives this one, 0 to 1. Null otherwise.
    /// </summary>
    public float? Threshold { get; init; }

    /// <summary>Of the images taken for the class, the share that is; 0 where none is taken for it.</summary>
    public double Precision => Predicted == 0 ? 0 : (double)Correct / Predicted;

    /// <summary>Of the images of the class, the share that is recognised; 0 where there is none.</summary>
    public double Recall => Support == 0 ? 0 : (double)Correct / Support;

    /// <summary>Harmonic mean of precision and recall: 2 correct / (support + predicted); 0 where both are 0.</summary>
    public double F1 => Support + Predicted == 0 ? 0 : 2.0 * Correct / (Support + Predicted);
}
