using MLResNet.Metrics;
using MLResNet.Packaging;

namespace MLResNet.Training;

/// <summary>What a network that is being trained makes of labelled images.</summary>
/// <param name="Labels">The classes, in the order of the network's outputs.</param>
/// <param name="Images">The images; labels count in <paramref name="Labels"/>.</param>
/// <param name="Logits">[images][labels]; those of an image of one class are perhaps shifted by a constant.</param>
/// <param name="IsMultiLabel">Whether images may have any number of labels.</param>
internal sealed record ImageLogits(IReadOnlyList<string> Labels, IReadOnlyList<LabeledImage> Images, float[] Logits, bool IsMultiLabel)
{
    /// <summary>
    /// The temperature and thresholds under which these images are told best, and how a model with them fares on the images.
    /// </summary>
    /// <param name="weights">
    /// How much each image counts for the temperature, or each of its labels where it may have several; empty for all alike.
    /// </param>
    public Calibration Calibrate(ReadOnlySpan<float> weights = default)
    {
        double temperature = IsMultiLabel
            ? TemperatureScaling.FitSigmoids(Logits, Truth(), weights)
            : TemperatureScaling.Fit(Logits, Labels.Count, [.. Images.Select(image => image.LabelIndex)], weights);
        return CalibrateAt(temperature);
    }

    /// <summary>The same at a temperature that is given.</summary>
    public Calibration CalibrateAt(double temperature)
    {
        float[]? thresholds = IsMultiLabel
            ? LabelThresholds.Choose(Prediction.Sigmoid(Logits, temperature), Truth(), Labels.Count)
            : null;
        return new Calibration(temperature, thresholds, ModelMetrics.From(Evaluate(temperature, thresholds)));
    }

    /// <summary>How a model of this temperature fares on the images, which must not be none.</summary>
    /// <param name="temperature">The temperature.</param>
    /// <param name="thresholds">
    /// From which probability on an image has a label, where it may have several; null for a half.
    /// </param>
    public Evaluation Evaluate(double temperature = 1, IReadOnlyList<float>? thresholds = null)
    {
        if (!IsMultiLabel)
        {
            IEnumerable<EvaluatedImage> images = Images.Select((image, row) =>
                EvaluatedImage.From(image.Path, Labels, image.LabelIndex, Prediction.FromLogits(Labels, Row(row), temperature)));
            return new Evaluation(Labels, [.. images], unreadable: [], topK: 1);
        }
        thresholds ??= LabelThresholds.Halves(Labels.Count);
        IEnumerable<EvaluatedImage> evaluated = Images.Select((image, row) =>
            EvaluatedImage.From(image.Path, Labels, image.Labels, Prediction.FromLogits(Labels, Row(row), temperature, thresholds)));
        return Evaluation.OfLabels(Labels, [.. evaluated], unreadable: [], thresholds);
    }

    private ReadOnlySpan<float> Row(int row) => Logits.AsSpan(row * Labels.Count, Labels.Count);

    private bool[] Truth() => LabelTable.Of(Images, Labels.Count);
}
