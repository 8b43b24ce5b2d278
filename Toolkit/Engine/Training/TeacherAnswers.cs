namespace MLResNet.Engine.Training;

/// <summary>
/// What another network says that a batch of images is, for one in training to come close to (Hinton et al. 2015, arXiv:1503.02531).
/// None unless made so.
/// </summary>
public readonly ref struct TeacherAnswers
{
    private readonly ReadOnlySpan<float> _probabilities;

    /// <param name="probabilities">[images][classes], 0 to 1 each.</param>
    /// <param name="share">What they are of the targets, 0 to 1; the labels, smoothed or not, have the rest.</param>
    /// <exception cref="ArgumentException">A probability or the share is out of its range.</exception>
    public TeacherAnswers(ReadOnlySpan<float> probabilities, double share)
    {
        if (share is not (>= 0 and <= 1))
            throw new ArgumentException($"A share is 0 to 1, not {share}.", nameof(share));
        foreach (float probability in probabilities)
        {
            if (probability is not (>= 0 and <= 1))
                throw new ArgumentException($"A probability is 0 to 1, not {probability}.", nameof(probabilities));
        }
        _probabilities = probabilities;
        Share = share;
    }

    /// <summary>A part of answers that have been checked.</summary>
    private TeacherAnswers(TeacherAnswers whole, Range part)
    {
        _probabilities = whole._probabilities[part];
        Share = whole.Share;
    }

    /// <summary>What the probabilities are of the targets, 0 to 1.</summary>
    public double Share { get; }

    /// <summary>Number of probabilities.</summary>
    internal int Length => _probabilities.Length;

    /// <summary>The target of a class, of which the label's is a part.</summary>
    /// <param name="index">image * classes + class.</param>
    /// <param name="target">What the label alone asks for.</param>
    internal double Blend(int index, double target) => Share == 0 ? target : target + Share * (_probabilities[index] - target);

    /// <summary>Those of the images from one up to, but not, another.</summary>
    internal TeacherAnswers Slice(int start, int end, int classes) =>
        Share == 0 ? this : new(this, (start * classes)..(end * classes));
}
