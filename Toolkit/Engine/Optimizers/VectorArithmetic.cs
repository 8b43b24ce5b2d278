using System.Numerics;
using System.Runtime.InteropServices;
using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Optimizers;

/// <summary>
/// Sums and products of vectors of one length, shared out among threads. Products are summed in double precision, part by part in
/// order, so they do not depend on the threads.
/// </summary>
internal sealed class VectorArithmetic
{
    private readonly ThreadTeam _team;
    private readonly ArrayParts _parts;
    private readonly double[] _partial;

    public VectorArithmetic(int length, ThreadTeam team)
    {
        _team = team;
        _parts = new ArrayParts([length]);
        _partial = new double[_parts.Count];
    }

    /// <summary>The sum over i of a[i] b[i].</summary>
    public double Dot(float[] a, float[] b)
    {
        DotJob job = new(this, a, b);
        _team.Run(_parts.Count, ref job);
        return _partial.Sum();
    }

    /// <summary>result = a + factor * b; the result may be a or b.</summary>
    public void AddScaled(float[] a, double factor, float[] b, float[] result)
    {
        AddScaledJob job = new(_parts, a, (float)factor, b, result);
        _team.Run(_parts.Count, ref job);
    }

    /// <summary>x = factor * x.</summary>
    public void Scale(float[] x, double factor)
    {
        ScaleJob job = new(_parts, x, (float)factor);
        _team.Run(_parts.Count, ref job);
    }

    private readonly struct DotJob(VectorArithmetic owner, float[] a, float[] b) : IParallelJob
    {
        public void Execute(int part)
        {
            Range range = owner._parts[part].Range;
            ReadOnlySpan<float> left = a.AsSpan(range), right = b.AsSpan(range);
            ReadOnlySpan<Vector<float>> lefts = MemoryMarshal.Cast<float, Vector<float>>(left);
            ReadOnlySpan<Vector<float>> rights = MemoryMarshal.Cast<float, Vector<float>>(right);
            Vector<double> sum = default;
            for (int i = 0; i < lefts.Length; i++)
                sum = Add(sum, lefts[i], rights[i]);
            owner._partial[part] = Vector.Sum(Add(sum, VectorTail.Load(left), VectorTail.Load(right)));
        }

        private static Vector<double> Add(Vector<double> sum, Vector<float> left, Vector<float> right)
        {
            Vector.Widen(left, out Vector<double> leftLow, out Vector<double> leftHigh);
            Vector.Widen(right, out Vector<double> rightLow, out Vector<double> rightHigh);
            return sum + leftLow * rightLow + leftHigh * rightHigh;
        }
    }

    private readonly struct AddScaledJob(ArrayParts parts, float[] a, float factor, float[] b, float[] result) : IParallelJob
    {
        public void Execute(int part)
        {
            Range range = parts[part].Range;
            ReadOnlySpan<float> left = a.AsSpan(range), right = b.AsSpan(range);
            Span<float> sum = result.AsSpan(range);
            int i = 0;
            for (; i <= sum.Length - Vector<float>.Count; i += Vector<float>.Count)
                (new Vector<float>(left[i..]) + new Vector<float>(right[i..]) * factor).CopyTo(sum[i..]);
            for (; i < sum.Length; i++)
                sum[i] = left[i] + right[i] * factor;
        }
    }

    private readonly struct ScaleJob(ArrayParts parts, float[] x, float factor) : IParallelJob
    {
        public void Execute(int part)
        {
            Span<float> values = x.AsSpan(parts[part].Range);
            int i = 0;
            for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
                (new Vector<float>(values[i..]) * factor).CopyTo(values[i..]);
            for (; i < values.Length; i++)
                values[i] *= factor;
        }
    }
}
