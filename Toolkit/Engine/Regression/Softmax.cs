using System.Numerics;

namespace MLResNet.Engine.Regression;

/// <summary>From logits to probabilities.</summary>
internal static class Softmax
{
    /// <summary>Turns logits into probabilities in place, and returns ln(sum of e^logit).</summary>
    public static double Run(Span<float> logits)
    {
        float maximum = logits[0];
        foreach (float logit in logits)
            maximum = Math.Max(maximum, logit);
        int i = 0;
        for (; i <= logits.Length - Vector<float>.Count; i += Vector<float>.Count)
            Vector.Exp(new Vector<float>(logits[i..]) - new Vector<float>(maximum)).CopyTo(logits[i..]);
        for (; i < logits.Length; i++)
            logits[i] = MathF.Exp(logits[i] - maximum);
        double sum = 0;
        foreach (float value in logits)
            sum += value;
        float scale = (float)(1 / sum);
        foreach (ref float value in logits)
            value *= scale;
        return maximum + Math.Log(sum);
    }
}
