using System.Numerics;
using System.Runtime.InteropServices;
using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Training;

/// <summary>Adds up the gradients of the parts of a batch; takes memory only once there are parts.</summary>
/// <param name="gradients">Where the gradients of a part are.</param>
internal sealed class GradientSum(float[][] gradients)
{
    private readonly ArrayParts _parts = new(gradients.Select(array => array.Length));
    private float[][]? _sums;

    /// <summary>The sums, an array for each of the gradients.</summary>
    public float[][] Values => _sums ??= [.. gradients.Select(array => new float[array.Length])];

    /// <summary>Takes in the gradients of a part; shared out among threads, on which the result does not depend.</summary>
    /// <param name="isFirst">Whether it is the first part of a batch.</param>
    /// <param name="team">The threads.</param>
    public void Add(bool isFirst, ThreadTeam team)
    {
        AddJob job = new(_parts, gradients, Values, isFirst);
        team.Run(_parts.Count, ref job);
    }

    private readonly struct AddJob(ArrayParts parts, float[][] gradients, float[][] sums, bool isFirst) : IParallelJob
    {
        public void Execute(int part)
        {
            (int index, Range range) = parts[part];
            Span<float> sum = sums[index].AsSpan(range);
            ReadOnlySpan<float> gradient = gradients[index].AsSpan(range);
            if (isFirst)
            {
                gradient.CopyTo(sum);
                return;
            }
            Span<Vector<float>> sumVectors = MemoryMarshal.Cast<float, Vector<float>>(sum);
            ReadOnlySpan<Vector<float>> gradientVectors = MemoryMarshal.Cast<float, Vector<float>>(gradient);
            for (int v = 0; v < sumVectors.Length; v++)
                sumVectors[v] += gradientVectors[v];
            for (int at = sumVectors.Length * Vector<float>.Count; at < sum.Length; at++)
                sum[at] += gradient[at];
        }
    }
}
