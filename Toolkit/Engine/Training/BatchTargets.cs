using MLResNet.Engine.Layers;
using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Training;

/// <summary>What a batch of images is: of one class each, or of any number of labels.</summary>
internal readonly ref struct BatchTargets
{
    private readonly LabelMixture _classes;
    private readonly ReadOnlySpan<float> _labels;
    private readonly int _width;

    /// <summary>A class an image, or a mixture of two.</summary>
    public BatchTargets(LabelMixture classes)
    {
        _classes = classes;
        Images = classes.Length;
    }

    /// <summary>Any number of labels an image.</summary>
    /// <param name="labels">[images][width], 0 to 1.</param>
    /// <param name="width">How many labels there are.</param>
    public BatchTargets(ReadOnlySpan<float> labels, int width)
    {
        _labels = labels;
        _width = width;
        Images = labels.Length / width;
    }

    /// <summary>Number of images.</summary>
    public int Images { get; }

    private bool IsMultiLabel => _width > 0;

    /// <summary>The images from one up to, but not, another.</summary>
    public BatchTargets Slice(int start, int end) => IsMultiLabel
        ? new BatchTargets(_labels[(start * _width)..(end * _width)], _width)
        : new BatchTargets(_classes.Slice(start, end));

    /// <summary>Returns the loss that belongs to such targets, and writes its gradient.</summary>
    public double Evaluate(SoftmaxCrossEntropy ofClasses, SigmoidCrossEntropy ofLabels, Tensor logits, Tensor gradient) => IsMultiLabel
        ? ofLabels.Evaluate(logits, _labels, gradient)
        : ofClasses.Evaluate(logits, _classes, gradient);

    /// <summary>
    /// Whether an image's class has the highest logit, or each of its labels a probability of half or more and no other.
    /// </summary>
    public bool IsRecognised(int image, ReadOnlySpan<float> logits)
    {
        if (!IsMultiLabel)
            return MaximumAt(logits) == _classes.MainOf(image);
        for (int label = 0; label < _width; label++)
        {
            if (logits[label] >= 0 != _labels[image * _width + label] >= 0.5f)
                return false;
        }
        return true;
    }

    private static int MaximumAt(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best])
                best = i;
        }
        return best;
    }
}
