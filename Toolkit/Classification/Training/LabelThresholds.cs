namespace MLResNet.Training;

/// <summary>
/// Chooses from which probability on an image has a label: where the label's F1 is highest on images that the network did not
/// learn from. A half where there is nothing to choose by.
/// </summary>
internal static class LabelThresholds
{
    private const float Half = 0.5f;

    /// <summary>A half for each label.</summary>
    public static float[] Halves(int labels)
    {
        float[] halves = new float[labels];
        Array.Fill(halves, Half);
        return halves;
    }

    /// <summary>The threshold of each label.</summary>
    /// <param name="scores">[images][labels], probabilities.</param>
    /// <param name="truth">[images][labels], whether an image has a label.</param>
    /// <param name="labels">How many labels there are.</param>
    public static float[] Choose(ReadOnlySpan<float> scores, ReadOnlySpan<bool> truth, int labels)
    {
        float[] thresholds = new float[labels];
        int images = scores.Length / labels;
        (float Score, bool Has)[] own = new (float, bool)[images];
        for (int label = 0; label < labels; label++)
        {
            for (int image = 0; image < images; image++)
                own[image] = (scores[image * labels + label], truth[image * labels + label]);
            thresholds[label] = Choose(own);
        }
        return thresholds;
    }

    /// <summary>
    /// The threshold of one label. Any number between two neighbouring scores tells these images the same: that is a half where
    /// it lies between them, and otherwise their middle, farthest from both. Of equally good places it is the one closest to a
    /// half.
    /// </summary>
    /// <param name="images">Probability of the label, and whether the image has it; reordered.</param>
    private static float Choose(Span<(float Score, bool Has)> images)
    {
        int support = 0;
        foreach ((_, bool has) in images)
            support += has ? 1 : 0;
        if (support == 0)
            return Half;
        images.Sort((a, b) => b.Score.CompareTo(a.Score));
        float threshold = Half;
        double best = 0;
        for (int given = 1, hits = 0; given <= images.Length; given++)
        {
            hits += images[given - 1].Has ? 1 : 0;
            float above = images[given - 1].Score, below = given < images.Length ? images[given].Score : 0;
            if (given < images.Length && below == above)
                continue; // no threshold tells them apart
            double f1 = 2.0 * hits / (given + support);
            float candidate = Between(below, above);
            if (f1 > best || (f1 == best && Math.Abs(candidate - Half) < Math.Abs(threshold - Half)))
                (best, threshold) = (f1, candidate);
        }
        return threshold;
    }

    /// <summary>A number above one score, unless there is none, and at most another.</summary>
    private static float Between(float below, float above)
    {
        if (below < Half && Half <= above)
            return Half;
        float middle = below + (above - below) / 2;
        return middle > below ? middle : above;
    }
}
