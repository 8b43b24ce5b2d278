namespace MLResNet.Metrics;

/// <summary>How a model fares on one class.</summary>
/// <param name="Label">The class.</param>
/// <param name="Support">Images that are of the class.</param>
/// <param name="Predicted">Images that the model takes for the class.</param>
/// <param name="Correct">Images that are both.</param>
public sealed record ClassMetrics(string Label, int Support, int Predicted, int Correct)
{
    /// <summary>Of the images taken for the class, the share that is; 0 where none is taken for it.</summary>
    public double Precision => Predicted == 0 ? 0 : (double)Correct / Predicted;

    /// <summary>Of the images of the class, the share that is recognised; 0 where there is none.</summary>
    public double Recall => Support == 0 ? 0 : (double)Correct / Support;

    /// <summary>Harmonic mean of precision and recall: 2 correct / (support + predicted); 0 where both are 0.</summary>
    public double F1 => Support + Predicted == 0 ? 0 : 2.0 * Correct / (Support + Predicted);
}
