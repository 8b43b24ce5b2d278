using MLResNet.Metrics;

namespace MLResNet.Training;

/// <summary>What a network that is being trained makes of labelled images.</summary>
/// <param name="Labels">The classes, in the order of the network's outputs.</param>
/// <param name="Images">The images; labels count in <paramref name="Labels"/>.</param>
/// <param name="Logits">[images][labels], those of an image perhaps shifted by a constant.</param>
internal sealed record ImageLogits(IReadOnlyList<string> Labels, IReadOnlyList<LabeledImage> Images, float[] Logits)
{
    /// <summary>The temperature under which these images are told best.</summary>
    /// <param name="weights">How much each image counts; empty for all alike.</param>
    public double FitTemperature(ReadOnlySpan<float> weights = default) =>
        TemperatureScaling.Fit(Logits, Labels.Count, [.. Images.Select(image => image.LabelIndex)], weights);

    /// <summary>How a model of this temperature fares on the images, which must not be none.</summary>
    public Evaluation Evaluate(double temperature = 1)
    {
        IEnumerable<EvaluatedImage> evaluated = Images.Select((image, row) => EvaluatedImage.From(
            image.Path, Labels, image.LabelIndex,
            Prediction.FromLogits(Labels, Logits.AsSpan(row * Labels.Count, Labels.Count), temperature)));
        return new Evaluation(Labels, [.. evaluated], unreadable: [], topK: 1);
    }
}
