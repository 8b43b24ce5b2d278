using MLResNet.Engine.Training;

namespace MLResNet.Engine.Regression;

/// <summary>
/// For each label the weighted mean of its binary log-loss, -ln(sigmoid(logit)) for rows that have it and -ln(1 - sigmoid(logit))
/// for others, added up: a regression a label, none of which knows of the others.
/// </summary>
internal sealed class SigmoidLoss : IRowLoss
{
    private readonly bool[] _targets;
    private readonly float[] _weights;
    private readonly float[] _sharesWith;
    private readonly float[] _sharesWithout;

    /// <param name="targets">[rows][labels]: whether a row has a label.</param>
    /// <param name="weights">How much each row counts, 0 or more, some above 0.</param>
    /// <param name="balances">Whether the rows that have a label count as much together as those that have not.</param>
    public SigmoidLoss(bool[] targets, float[] weights, bool balances)
    {
        _targets = targets;
        _weights = weights;
        int labels = targets.Length / weights.Length;
        double total = 0;
        double[] with = new double[labels];
        for (int row = 0; row < weights.Length; row++)
        {
            total += weights[row];
            for (int label = 0; label < labels; label++)
                with[label] += targets[row * labels + label] ? weights[row] : 0;
        }
        LabelWeights[] balance = Array.ConvertAll(
            with, own => balances ? LabelWeights.Balance(own, total - own) : new LabelWeights(1, 1));
        _sharesWith = Array.ConvertAll(balance, own => (float)(own.With / total));
        _sharesWithout = Array.ConvertAll(balance, own => (float)(own.Without / total));
    }

    public double Differentiate(int row, Span<float> logits)
    {
        float weight = _weights[row];
        ReadOnlySpan<bool> targets = _targets.AsSpan(row * logits.Length, logits.Length);
        double loss = 0;
        for (int label = 0; label < logits.Length; label++)
        {
            // A label that the row has not is one with the opposite logit that it has.
            float logit = targets[label] ? logits[label] : -logits[label];
            float share = weight * (targets[label] ? _sharesWith[label] : _sharesWithout[label]);
            float tail = MathF.Exp(-Math.Abs(logit));
            loss += share * (Math.Log(1.0 + tail) + Math.Max(-logit, 0));
            float error = (logit >= 0 ? tail : 1) / (1 + tail) * share;
            logits[label] = targets[label] ? -error : error;
        }
        return loss;
    }

    public void Predict(Span<float> logits)
    {
        foreach (ref float logit in logits)
        {
            float tail = MathF.Exp(-Math.Abs(logit));
            logit = (logit >= 0 ? 1 : tail) / (1 + tail);
        }
    }
}
