using MLResNet.Packaging;

namespace MLResNet.Training;

/// <summary>
/// How the outputs of a trained network become answers, and how those fare on images that it did not learn from.
/// </summary>
/// <param name="Temperature">What logits are divided by.</param>
/// <param name="Thresholds">
/// From which probability on an image has a label, where it may have several; null where it has one.
/// </param>
/// <param name="Validation">How it fares; null without such images.</param>
internal sealed record Calibration(double Temperature, IReadOnlyList<float>? Thresholds, ModelMetrics? Validation)
{
    /// <summary>What there is to say without any image that the network did not learn from.</summary>
    /// <param name="images">What it learned from.</param>
    public static Calibration Without(ImageFolder images) =>
        new(1, images.IsMultiLabel ? LabelThresholds.Halves(images.Classes.Count) : null, null);

    /// <summary>A manifest that says so.</summary>
    public ModelManifest ApplyTo(ModelManifest manifest) =>
        manifest with { Temperature = Temperature, Thresholds = Thresholds, Validation = Validation };
}
