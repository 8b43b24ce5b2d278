using System.Numerics;
using System.Runtime.InteropServices;

namespace MLResNet.Engine.Training;

/// <summary>
/// The exponential moving average of arrays that a training changes: the mean of the last 1 / (1 - decay) steps or so, which predicts
/// better than any one of them (Polyak and Juditsky 1992).
/// </summary>
internal sealed class MovingAverage(double decay, float[][] values)
{
    private readonly float[][] _averages = [.. values.Select(array => (float[])array.Clone())];

    /// <summary>The average of one array.</summary>
    public ReadOnlySpan<float> Values(int index) => _averages[index];

    /// <summary>Takes in the values after a step, the first being 1.</summary>
    public void Update(int step)
    {
        float share = (float)(1 - Math.Min(decay, (1.0 + step) / (10.0 + step)));
        for (int i = 0; i < values.Length; i++)
        {
            Span<Vector<float>> averages = MemoryMarshal.Cast<float, Vector<float>>(_averages[i].AsSpan());
            Span<Vector<float>> current = MemoryMarshal.Cast<float, Vector<float>>(values[i].AsSpan());
            for (int v = 0; v < averages.Length; v++)
                averages[v] += (current[v] - averages[v]) * share;
            for (int at = averages.Length * Vector<float>.Count; at < values[i].Length; at++)
                _averages[i][at] += (values[i][at] - _averages[i][at]) * share;
        }
    }

    /// <summary>Exchanges values and averages; a second call undoes the first.</summary>
    public void Swap()
    {
        for (int i = 0; i < values.Length; i++)
        {
            Span<float> averages = _averages[i], current = values[i];
            for (int at = 0; at < averages.Length; at++)
                (averages[at], current[at]) = (current[at], averages[at]);
        }
    }
}
