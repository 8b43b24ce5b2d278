using MLResNet.Engine.Tensors;
using MLResNet.Engine.Training;

namespace MLResNet.Engine.Layers;

/// <summary>
/// The loss of a network whose images may have any number of labels: binary cross-entropy of each label's probability (sigmoid of
/// its logit), averaged over images and labels, as PyTorch's BCEWithLogitsLoss defines it.
/// </summary>
/// <param name="LabelSmoothing">
/// The share of each target that is spread evenly over all labels (of one label, over having it or not), 0 (none) to below 1.
/// </param>
/// <param name="Weights">What having a label and not having it count, a pair a label; null for 1.</param>
internal sealed record SigmoidCrossEntropy(double LabelSmoothing = 0, LabelWeights[]? Weights = null)
{
    /// <summary>Returns the loss and writes its gradient.</summary>
    /// <param name="logits">[batch][1][1][labels].</param>
    /// <param name="targets">[batch][labels]: how much an image is of each label, 0 to 1.</param>
    /// <param name="teacher">What another network says of the images.</param>
    /// <param name="gradient">Of the logits' shape.</param>
    public double Evaluate(Tensor logits, ReadOnlySpan<float> targets, TeacherAnswers teacher, Tensor gradient)
    {
        int labels = logits.Channels;
        double loss = 0, spread = LabelSmoothing / Math.Max(labels, 2);
        ReadOnlySpan<float> values = logits.Span;
        Span<float> slopes = gradient.Span;
        for (int i = 0; i < values.Length; i++)
        {
            double target = teacher.Blend(i, targets[i] * (1 - LabelSmoothing) + spread);
            (double with, double without) = Weights is null ? (1, 1) : (Weights[i % labels].With, Weights[i % labels].Without);
            // -ln(probability) and -ln(1 - probability), without overflow: ln(1 + e^-|x|) + max(-x, 0) and + max(x, 0).
            double logit = values[i], tail = Math.Exp(-Math.Abs(logit)), rest = Math.Log(1 + tail);
            double probability = logit >= 0 ? 1 / (1 + tail) : tail / (1 + tail);
            loss += with * target * (rest + Math.Max(-logit, 0)) + without * (1 - target) * (rest + Math.Max(logit, 0));
            slopes[i] = (float)((without * (1 - target) * probability - with * target * (1 - probability)) / values.Length);
        }
        return loss / values.Length;
    }
}
