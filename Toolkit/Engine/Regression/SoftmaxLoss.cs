namespace MLResNet.Engine.Regression;

/// <summary>The weighted mean of -ln(softmax(logits)[label]): one class a row.</summary>
internal sealed class SoftmaxLoss : IRowLoss
{
    private readonly int[] _labels;
    private readonly float[] _shares;

    /// <param name="labels">A class a row.</param>
    /// <param name="weights">How much each row counts, 0 or more, some above 0.</param>
    public SoftmaxLoss(int[] labels, ReadOnlySpan<float> weights)
    {
        _labels = labels;
        double total = 0;
        foreach (float weight in weights)
            total += weight;
        _shares = new float[weights.Length];
        for (int i = 0; i < weights.Length; i++)
            _shares[i] = (float)(weights[i] / total);
    }

    public double Differentiate(int row, Span<float> logits)
    {
        int label = _labels[row];
        float logit = logits[label], share = _shares[row];
        double loss = Softmax.Run(logits) - logit;
        logits[label] -= 1;
        foreach (ref float value in logits)
            value *= share;
        return share * loss;
    }

    public void Predict(Span<float> logits) => Softmax.Run(logits);
}
