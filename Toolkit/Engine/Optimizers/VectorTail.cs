using System.Numerics;

namespace MLResNet.Engine.Optimizers;

/// <summary>The last elements of a span that do not fill a vector.</summary>
internal static class VectorTail
{
    /// <summary>The elements after the last whole vector, followed by zeros.</summary>
    public static Vector<float> Load(ReadOnlySpan<float> values)
    {
        Span<float> padded = stackalloc float[Vector<float>.Count];
        padded.Clear();
        values[Start(values.Length)..].CopyTo(padded);
        return new Vector<float>(padded);
    }

    /// <summary>Writes the first elements of a vector over those after the last whole vector.</summary>
    public static void Store(Vector<float> vector, Span<float> values)
    {
        Span<float> padded = stackalloc float[Vector<float>.Count];
        vector.CopyTo(padded);
        Span<float> tail = values[Start(values.Length)..];
        padded[..tail.Length].CopyTo(tail);
    }

    private static int Start(int length) => length - length % Vector<float>.Count;
}
