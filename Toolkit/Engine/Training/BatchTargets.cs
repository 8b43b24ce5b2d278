using MLResNet.Engine.Layers;
using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Training;

/// <summary>What a batch of images is: of one class each, or of any number of labels.</summary>
internal readonly ref struct BatchTargets
{
    private readonly LabelMixture _classes;
    private readonly ReadOnlySpan<float> _labels;
    private readonly int _width;
    private readonly TeacherAnswers _teacher;

    /// <summary>A class an image, or a mixture of two.</summary>
    public BatchTargets(LabelMixture classes, TeacherAnswers teacher)
    {
        _classes = classes;
        _teacher = teacher;
        Images = classes.Length;
    }

    /// <summary>Any number of labels an image.</summary>
    /// <param name="labels">[images][width], 0 to 1.</param>
    /// <param name="width">How many labels there are.</param>
    /// <param name="teacher">What another network says of them.</param>
    public BatchTargets(ReadOnlySpan<float> labels, int width, TeacherAnswers teacher)
    {
        _labels = labels;
        _width = width;
        _teacher = teacher;
        Images = labels.Length / width;
    }

    /// <summary>Number of images.</summary>
    public int Images { get; }

    private bool IsMultiLabel => _width > 0;

    /// <summary>The images from one up to, but not, another.</summary>
    /// <param name="start">From 0.</param>
    /// <param name="end">At most <see cref="Images"/>.</param>
    /// <param name="classes">Outputs of the network.</param>
    public BatchTargets Slice(int start, int end, int classes)
    {
        TeacherAnswers teacher = _teacher.Slice(start, end, classes);
        return IsMultiLabel
            ? new BatchTargets(_labels[(start * _width)..(end * _width)], _width, teacher)
            : new BatchTargets(_classes.Slice(start, end), teacher);
    }

    /// <summary>Returns the loss that belongs to such targets, and writes its gradient.</summary>
    public double Evaluate(SoftmaxCrossEntropy ofClasses, SigmoidCrossEntropy ofLabels, Tensor logits, Tensor gradient) => IsMultiLabel
        ? ofLabels.Evaluate(logits, _labels, _teacher, gradient)
        : ofClasses.Evaluate(logits, _classes, _teacher, gradient);

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
