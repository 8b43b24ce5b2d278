namespace MLResNet;

/// <summary>What a classifier says of one picture: a probability for every label.</summary>
/// <remarks>
/// A model that gives a picture one label has probabilities that add up to 1. One that gives it any number of labels has a
/// probability for each that does not depend on the others; then <see cref="Labels"/> are those that the picture has.
/// </remarks>
public sealed class Prediction
{
    private readonly IReadOnlyList<string> _labels;
    private readonly float[] _scores;
    private readonly IReadOnlyList<float>? _thresholds;
    private Dictionary<string, float>? _byLabel;
    private IReadOnlyList<string>? _chosen;

    /// <summary>Wraps the scores of all labels, in the labels' order.</summary>
    internal Prediction(IReadOnlyList<string> labels, float[] scores)
        : this(labels, scores, IndexOfMaximum(scores))
    {
    }

    private Prediction(IReadOnlyList<string> labels, float[] scores, int index, IReadOnlyList<float>? thresholds = null)
    {
        _labels = labels;
        _scores = scores;
        _thresholds = thresholds;
        Index = index;
    }

    /// <summary>The likeliest label; of any number of labels it is the likeliest also where the picture has none.</summary>
    public string Label => _labels[Index];

    /// <summary>
    /// The labels that the picture has, the likeliest first: those whose probability reaches the model's threshold for them,
    /// perhaps none; of a model that gives each picture one label that one.
    /// </summary>
    public IReadOnlyList<string> Labels =>
        _chosen ??= _thresholds is null ? [Label] : [.. Order().Where(IsChosen).Select(i => _labels[i])];

    /// <summary>Probability of <see cref="Label"/>, 0 to 1.</summary>
    public float Score => _scores[Index];

    /// <summary>Position of <see cref="Label"/> among the classifier's labels.</summary>
    public int Index { get; }

    /// <summary>Every label's probability; those of a model that gives each picture one label add up to 1.</summary>
    public IReadOnlyDictionary<string, float> Scores =>
        _byLabel ??= _labels.Zip(_scores).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);

    /// <summary>The probabilities in the order of the classifier's labels.</summary>
    public ReadOnlySpan<float> ScoresInOrder => _scores;

    /// <summary>
    /// The likeliest labels, <see cref="Label"/> first; further labels of equal score in the classifier's order.
    /// </summary>
    /// <param name="count">How many at most; at least 1.</param>
    public IReadOnlyList<ScoredLabel> Top(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return [.. Order().Take(count).Select(i => new ScoredLabel(_labels[i], _scores[i]))];
    }

    /// <summary>The labels that the picture has and their scores in percent.</summary>
    public override string ToString() => Labels.Count == 0
        ? $"no label ({new ScoredLabel(Label, Score)})"
        : string.Join(", ", Labels.Select(label => new ScoredLabel(label, Scores[label])));

    /// <summary>
    /// A prediction from a network's outputs. The label is that of the largest logit, also where a temperature leaves two scores
    /// equal.
    /// </summary>
    /// <param name="labels">The labels.</param>
    /// <param name="logits">A logit for each.</param>
    /// <param name="temperature">What the logits are divided by, above 0.</param>
    /// <param name="thresholds">From which probability on a picture has a label, for each; null where a picture has one.</param>
    internal static Prediction FromLogits(
        IReadOnlyList<string> labels, ReadOnlySpan<float> logits, double temperature, IReadOnlyList<float>? thresholds = null) =>
        new(
            labels,
            thresholds is null ? Softmax(logits, temperature) : Sigmoid(logits, temperature),
            IndexOfMaximum(logits),
            thresholds);

    /// <summary>Turns each logit into a probability of its own: 1 / (1 + exp(-x / temperature)), in double precision.</summary>
    internal static float[] Sigmoid(ReadOnlySpan<float> logits, double temperature = 1)
    {
        float[] scores = new float[logits.Length];
        Sigmoid(logits, temperature, scores);
        return scores;
    }

    /// <summary>The same into memory that is there, a score for each logit.</summary>
    internal static void Sigmoid(ReadOnlySpan<float> logits, double temperature, Span<float> scores)
    {
        for (int i = 0; i < scores.Length; i++)
            scores[i] = (float)(1 / (1 + Math.Exp(-logits[i] / temperature)));
    }

    /// <summary>Turns logits into probabilities: exp((x - max) / temperature) / sum, summed in double precision.</summary>
    internal static float[] Softmax(ReadOnlySpan<float> logits, double temperature = 1)
    {
        float[] scores = new float[logits.Length];
        Softmax(logits, temperature, scores);
        return scores;
    }

    /// <summary>The same into memory that is there, a score for each logit.</summary>
    internal static void Softmax(ReadOnlySpan<float> logits, double temperature, Span<float> scores)
    {
        float maximum = logits[IndexOfMaximum(logits)];
        double sum = 0;
        foreach (float logit in logits)
            sum += Math.Exp((logit - maximum) / temperature);
        for (int i = 0; i < scores.Length; i++)
            scores[i] = (float)(Math.Exp((logits[i] - maximum) / temperature) / sum);
    }

    /// <summary>Whether the picture may have any number of labels.</summary>
    internal bool IsMultiLabel => _thresholds is not null;

    /// <summary>Whether the picture has a label.</summary>
    internal bool IsChosen(int index) => _thresholds is null ? index == Index : _scores[index] >= _thresholds[index];

    private IEnumerable<int> Order() => Enumerable.Range(0, _scores.Length) // a stable sort keeps equal scores in order
        .OrderByDescending(i => _scores[i])
        .ThenByDescending(i => i == Index);

    /// <summary>
    /// Place of a label when all are sorted by score, 1 for the best; consistent with <see cref="Top"/> where scores are equal.
    /// </summary>
    internal int RankOf(int index)
    {
        int rank = 1;
        for (int i = 0; i < _scores.Length; i++)
        {
            bool isBefore = i == Index || (i < index && index != Index);
            if (_scores[i] > _scores[index] || (_scores[i] == _scores[index] && i != index && isBefore))
                rank++;
        }
        return rank;
    }

    private static int IndexOfMaximum(ReadOnlySpan<float> values)
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
