using System.Numerics;
using System.Runtime.InteropServices;
using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Training;

/// <summary>
/// The exponential moving average of arrays that a training changes: the mean of the last 1 / (1 - decay) steps or so, which
/// predicts better than any one of them (Polyak and Juditsky 1992).
/// </summary>
internal sealed class MovingAverage(double decay, float[][] values)
{
    private readonly float[][] _averages = [.. values.Select(array => (float[])array.Clone())];
    private readonly ArrayParts _parts = new(values.Select(array => array.Length));

    /// <summary>The average of one array.</summary>
    public Span<float> Values(int index) => _averages[index];

    /// <summary>
    /// Takes in the values after a step, the first being 1; shared out among threads, on which the result does not depend.
    /// </summary>
    public void Update(int step, ThreadTeam team)
    {
        float share = (float)(1 - Math.Min(decay, (1.0 + step) / (10.0 + step)));
        UpdateJob job = new(_parts, values, _averages, share);
        team.Run(_parts.Count, ref job);
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

    private readonly struct UpdateJob(ArrayParts parts, float[][] values, float[][] averages, float share) : IParallelJob
    {
        public void Execute(int part)
        {
            (int index, Range range) = parts[part];
            Span<float> average = averages[index].AsSpan(range);
            ReadOnlySpan<float> current = values[index].AsSpan(range);
            Span<Vector<float>> averageVectors = MemoryMarshal.Cast<float, Vector<float>>(average);
            ReadOnlySpan<Vector<float>> currentVectors = MemoryMarshal.Cast<float, Vector<float>>(current);
            for (int v = 0; v < averageVectors.Length; v++)
                averageVectors[v] += (currentVectors[v] - averageVectors[v]) * share;
            for (int at = averageVectors.Length * Vector<float>.Count; at < average.Length; at++)
                average[at] += (current[at] - average[at]) * share;
        }
    }
}
