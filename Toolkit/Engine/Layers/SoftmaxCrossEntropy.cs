using MLResNet.Engine.Tensors;
using MLResNet.Engine.Training;

namespace MLResNet.Engine.Layers;

/// <summary>
/// The loss of a classifier: minus the logarithm of the probability (softmax of the logits) of the true class, averaged over the
/// batch, as PyTorch defines it with label smoothing and class weights.
/// </summary>
/// <param name="LabelSmoothing">The share of the target spread evenly over all classes, 0 (none) to below 1.</param>
/// <param name="ClassWeights">A weight a class, or null for 1; the mean is weighted too.</param>
internal sealed record SoftmaxCrossEntropy(double LabelSmoothing = 0, float[]? ClassWeights = null)
{
    /// <summary>Returns the loss and writes its gradient.</summary>
    /// <param name="logits">[batch][1][1][classes].</param>
    /// <param name="labels">A class an image, or two.</param>
    /// <param name="teacher">What another network says of the images.</param>
    /// <param name="gradient">Of the logits' shape.</param>
    public double Evaluate(Tensor logits, LabelMixture labels, TeacherAnswers teacher, Tensor gradient)
    {
        int classes = logits.Channels;
        double loss = 0, totalWeight = 0;
        for (int image = 0; image < labels.Length; image++)
            totalWeight += labels.Share * WeightOf(labels.First[image]) + (1 - labels.Share) * WeightOf(labels.Second[image]);
        for (int image = 0; image < logits.Batch; image++)
        {
            ReadOnlySpan<float> row = logits.Span.Slice(image * classes, classes);
            Span<float> slope = gradient.Span.Slice(image * classes, classes);
            double maximum = row[0];
            foreach (float logit in row)
                maximum = Math.Max(maximum, logit);
            double sum = 0;
            foreach (float logit in row)
                sum += Math.Exp(logit - maximum);
            double logSum = maximum + Math.Log(sum);

            // The target puts 1 - smoothing on the label and an equal share of the rest on every class, less a teacher's part; each
            // by its class's weight.
            double targetMass = 0;
            for (int c = 0; c < classes; c++)
            {
                double target = Target(c, labels, teacher, image, classes);
                targetMass += target;
                loss += target * (logSum - row[c]);
            }
            for (int c = 0; c < classes; c++)
                slope[c] = (float)((targetMass * Math.Exp(row[c] - logSum) - Target(c, labels, teacher, image, classes)) / totalWeight);
        }
        return loss / totalWeight;
    }

    private double WeightOf(int label) => ClassWeights is null ? 1 : ClassWeights[label];

    private double Target(int c, LabelMixture labels, TeacherAnswers teacher, int image, int classes)
    {
        double mass = (c == labels.First[image] ? labels.Share : 0) + (c == labels.Second[image] ? 1 - labels.Share : 0);
        return WeightOf(c) * teacher.Blend(image * classes + c, mass * (1 - LabelSmoothing) + LabelSmoothing / classes);
    }
}
