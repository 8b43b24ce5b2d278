namespace MLResNet.Metrics;

/// <summary>What a model answers for each label of images that may have several, and what is so.</summary>
internal sealed class LabelAnswers
{
    private readonly IReadOnlyList<EvaluatedImage> _images;
    private readonly bool[] _truth;
    private readonly bool[] _given;

    /// <param name="labels">The model's labels.</param>
    /// <param name="images">The images, with scores of all labels.</param>
    public LabelAnswers(IReadOnlyList<string> labels, IReadOnlyList<EvaluatedImage> images)
    {
        _images = images;
        Labels = labels.Count;
        _truth = new bool[images.Count * Labels];
        _given = new bool[images.Count * Labels];
        var index = labels.Index().ToDictionary(label => label.Item, label => label.Index, StringComparer.Ordinal);
        for (int image = 0; image < images.Count; image++)
        {
            foreach (string label in images[image].Labels)
                _truth[image * Labels + index[label]] = true;
            foreach (string label in images[image].PredictedLabels)
                _given[image * Labels + index[label]] = true;
        }
    }

    /// <summary>Number of labels.</summary>
    public int Labels { get; }

    /// <summary>Number of images.</summary>
    public int Images => _images.Count;

    /// <summary>Every probability, and whether the image has that label.</summary>
    public IEnumerable<(float Score, bool IsRight)> All =>
        _images.SelectMany((image, i) => image.Scores.Select((score, label) => (score, Has(i, label))));

    /// <summary>The share of the answers that is wrong, 0 to 1.</summary>
    public double HammingLoss => _truth.Where((truth, i) => truth != _given[i]).Count() / (double)_truth.Length;

    /// <summary>Probability of a label.</summary>
    public float Score(int image, int label) => _images[image].Scores[label];

    /// <summary>Whether an image has a label.</summary>
    public bool Has(int image, int label) => _truth[image * Labels + label];

    /// <summary>Whether the model gives an image a label.</summary>
    public bool Gives(int image, int label) => _given[image * Labels + label];

    /// <summary>
    /// Mean of -ln(probability of the right answer), which is taken to be no less than <paramref name="least"/>.
    /// </summary>
    public double LogLoss(double least) =>
        -All.Average(answer => Math.Log(Math.Max(answer.IsRight ? answer.Score : 1.0 - answer.Score, least)));

    /// <summary>The same for one who always answers with the labels' shares.</summary>
    public double PriorLogLoss => Enumerable.Range(0, Labels).Average(label =>
    {
        double share = Support(label) / (double)Images;
        return share is 0 or 1 ? 0 : -share * Math.Log(share) - (1 - share) * Math.Log(1 - share);
    });

    /// <summary>How the model fares on one label.</summary>
    public ClassMetrics MetricsOf(int label, string name, float? threshold) => new(
        name,
        Support(label),
        Enumerable.Range(0, Images).Count(image => Gives(image, label)),
        Enumerable.Range(0, Images).Count(image => Gives(image, label) && Has(image, label)))
    {
        AveragePrecision = AveragePrecision(label),
        Threshold = threshold,
    };

    /// <summary>
    /// The images of which an answer is wrong that the model is as sure of as it is, on average, of those of the same kind that
    /// are right by their labels, and sure to <paramref name="least"/> at least; the surest first. Each label is a question with
    /// two answers, yes and no.
    /// </summary>
    public IEnumerable<EvaluatedImage> Suspected(float least)
    {
        (double Yes, double No)[] usual =
            [.. Enumerable.Range(0, Labels).Select(label => (UsualScore(label, true), UsualScore(label, false)))];
        return _images.Index()
            .Where(at => Enumerable.Range(0, Labels).Any(label => IsSuspected(at.Index, label)))
            .Select(at => at.Item)
            .OrderBy(image => image.LabelScore);

        bool IsSuspected(int image, int label)
        {
            bool gives = Gives(image, label);
            float sureness = gives ? Score(image, label) : 1 - Score(image, label);
            return gives != Has(image, label) && sureness >= least && sureness >= (gives ? usual[label].Yes : usual[label].No);
        }
    }

    /// <summary>
    /// The mean probability of an answer to one label over the images for which it is right; not a number without any.
    /// </summary>
    private double UsualScore(int label, bool answer)
    {
        double[] scores = [.. Enumerable.Range(0, Images).Where(image => Has(image, label) == answer)
            .Select(image => answer ? Score(image, label) : 1.0 - Score(image, label))];
        return scores.Length == 0 ? double.NaN : scores.Average(); // nothing is as sure as what is not a number
    }

    private int Support(int label) => Enumerable.Range(0, Images).Count(image => Has(image, label));

    /// <summary>Images of equal scores come together, as no threshold tells them apart.</summary>
    private double? AveragePrecision(int label)
    {
        int support = Support(label);
        if (support == 0)
            return null;
        int above = 0, found = 0;
        double area = 0;
        foreach (IGrouping<float, int> images in Enumerable.Range(0, Images)
            .GroupBy(image => Score(image, label)).OrderByDescending(group => group.Key))
        {
            int hits = images.Count(image => Has(image, label));
            above += images.Count();
            found += hits;
            area += hits * (double)found / above;
        }
        return area / support;
    }
}
