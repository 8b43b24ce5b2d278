namespace MLResNet.Training;

/// <summary>
/// Temperature scaling: probabilities are softmax(logits / T), with the one T under which images that the network was not fitted
/// to are told best (Guo, Pleiss, Sun and Weinberger 2017, "On calibration of modern neural networks", section 4.2). T above 1
/// makes a network less sure, below 1 surer; what is likeliest stays so. Where images may have several labels it is
/// sigmoid(logits / T), with one T for all labels.
/// </summary>
/// <remarks>
/// In b = 1 / T the log-loss is convex. (b - 1)^2 / 2 is added to its sum over the images (and their labels), a weight that a few
/// dozen images outvote: where all images are recognised the log-loss alone would ask for certainty, b without end, however few
/// they are. With it there is always one minimum, and never at a higher log-loss than that of T = 1.
/// </remarks>
internal static class TemperatureScaling
{
    /// <summary>The largest temperature: probabilities that are all but equal.</summary>
    public const double Softest = 20;

    private const int MostSteps = 100;
    private const double Tolerance = 1e-12;

    /// <summary>Finds the temperature by Newton's method between bounds that close in on the minimum.</summary>
    /// <param name="logits">[images][classes]; a constant added to all logits of an image does not matter.</param>
    /// <param name="classes">Logits an image.</param>
    /// <param name="labels">What the images are.</param>
    /// <param name="weights">How much each image counts; empty for all alike.</param>
    /// <returns>Above 0 and at most <see cref="Softest"/>; 1 for no images, or for logits that are no numbers.</returns>
    public static double Fit(ReadOnlySpan<float> logits, int classes, ReadOnlySpan<int> labels, ReadOnlySpan<float> weights = default) =>
        Fit(logits, classes, labels, truth: [], weights);

    /// <summary>The temperature of images that may have any number of labels.</summary>
    /// <param name="logits">[images][labels].</param>
    /// <param name="truth">[images][labels], whether an image has a label.</param>
    /// <param name="weights">[images][labels], how much each answer counts; empty for all alike.</param>
    /// <returns>Above 0 and at most <see cref="Softest"/>; 1 for no images, or for logits that are no numbers.</returns>
    public static double FitSigmoids(ReadOnlySpan<float> logits, ReadOnlySpan<bool> truth, ReadOnlySpan<float> weights = default) =>
        Fit(logits, classes: 1, labels: [], truth, weights);

    private static double Fit(
        ReadOnlySpan<float> logits, int classes, ReadOnlySpan<int> labels, ReadOnlySpan<bool> truth, ReadOnlySpan<float> weights)
    {
        double low = 1 / Softest, high = double.PositiveInfinity, inverse = 1;
        for (int step = 0; step < MostSteps; step++)
        {
            (double slope, double curvature) = truth.IsEmpty
                ? Derivatives(logits, classes, labels, weights, inverse)
                : Derivatives(logits, truth, weights, inverse);
            if (!double.IsFinite(slope) || !double.IsFinite(curvature))
                return 1;
            if (slope == 0)
                break;
            if (slope < 0)
                low = inverse;
            else
                high = inverse;
            double next = inverse - slope / curvature;
            if (next <= low || next >= high)
                next = double.IsFinite(high) ? (low + high) / 2 : 2 * inverse;
            if (Math.Abs(next - inverse) <= Tolerance * inverse)
                break;
            inverse = next;
        }
        return Math.Min(1 / inverse, Softest);
    }

    /// <summary>
    /// First and second derivative of the summed log-loss by b: the mean of the logits by their probabilities less the label's
    /// logit, and their variance.
    /// </summary>
    private static (double Slope, double Curvature) Derivatives(
        ReadOnlySpan<float> logits, int classes, ReadOnlySpan<int> labels, ReadOnlySpan<float> weights, double inverse)
    {
        double slope = inverse - 1, curvature = 1;
        for (int image = 0; image < labels.Length; image++)
        {
            ReadOnlySpan<float> own = logits.Slice(image * classes, classes);
            double maximum = own[0];
            foreach (float logit in own)
                maximum = Math.Max(maximum, logit);
            double sum = 0, mean = 0, square = 0;
            foreach (float logit in own)
            {
                double distance = logit - maximum, likelihood = Math.Exp(inverse * distance);
                sum += likelihood;
                mean += likelihood * distance;
                square += likelihood * distance * distance;
            }
            mean /= sum;
            double weight = weights.IsEmpty ? 1 : weights[image];
            slope += weight * (mean - (own[labels[image]] - maximum));
            curvature += weight * Math.Max(square / sum - mean * mean, 0);
        }
        return (slope, curvature);
    }

    /// <summary>
    /// The same where each logit is a label of its own: its probability less 1 for those that are so, times the logit, and the
    /// probability's variance times the logit's square.
    /// </summary>
    private static (double Slope, double Curvature) Derivatives(
        ReadOnlySpan<float> logits, ReadOnlySpan<bool> truth, ReadOnlySpan<float> weights, double inverse)
    {
        double slope = inverse - 1, curvature = 1;
        for (int i = 0; i < logits.Length; i++)
        {
            double logit = logits[i], probability = 1 / (1 + Math.Exp(-inverse * logit)), weight = weights.IsEmpty ? 1 : weights[i];
            slope += weight * logit * (probability - (truth[i] ? 1 : 0));
            curvature += weight * logit * logit * probability * (1 - probability);
        }
        return (slope, curvature);
    }
}
