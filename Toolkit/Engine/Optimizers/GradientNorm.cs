using System.Numerics;
using System.Runtime.InteropServices;

namespace MLResNet.Engine.Optimizers;

/// <summary>The Euclidean norm of all gradients together.</summary>
internal static class GradientNorm
{
    // As in PyTorch's clip_grad_norm_: keeps a norm of 0 from dividing by 0.
    private const double Epsilon = 1e-6;

    /// <summary>The factor, at most 1, that brings the gradients' norm down to the given one.</summary>
    public static float ScaleTo(double norm, IReadOnlyList<float[]> gradients) => (float)Math.Min(1, norm / (Of(gradients) + Epsilon));

    /// <summary>The norm, summed in double precision.</summary>
    public static double Of(IReadOnlyList<float[]> gradients)
    {
        double squares = 0;
        for (int i = 0; i < gradients.Count; i++) squares += SumOfSquares(gradients[i]);
        return Math.Sqrt(squares);
    }

    private static double SumOfSquares(ReadOnlySpan<float> values)
    {
        Vector<double> sum = default;
        foreach (Vector<float> vector in MemoryMarshal.Cast<float, Vector<float>>(values)) sum = Add(sum, vector);
        return Vector.Sum(Add(sum, VectorTail.Load(values)));

        static Vector<double> Add(Vector<double> sum, Vector<float> vector)
        {
            Vector.Widen(vector, out Vector<double> low, out Vector<double> high);
            return sum + low * low + high * high;
        }
    }
}
