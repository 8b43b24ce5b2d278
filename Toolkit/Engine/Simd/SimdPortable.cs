using System.Numerics;

namespace MLResNet.Engine.Simd;

/// <summary>Whatever <see cref="Vector{T}"/> maps to, without fused multiply-add, which a processor may lack.</summary>
internal readonly unsafe struct SimdPortable : ISimd<Vector<float>>
{
    public static int Count => Vector<float>.Count;

    public static int TileRows => 6;

    public static Vector<float> Zero => Vector<float>.Zero;

    public static Vector<float> Broadcast(float value) => new(value);

    public static Vector<float> Load(float* source) => Vector.Load(source);

    public static void Store(float* destination, Vector<float> value) => Vector.Store(value, destination);

    public static void Prefetch(float* address) { }

    public static Vector<float> Add(Vector<float> left, Vector<float> right) => left + right;

    public static Vector<float> Subtract(Vector<float> left, Vector<float> right) => left - right;

    public static Vector<float> Multiply(Vector<float> left, Vector<float> right) => left * right;

    public static Vector<float> Max(Vector<float> left, Vector<float> right) => Vector.Max(left, right);

    public static Vector<float> MultiplyAdd(Vector<float> left, Vector<float> right, Vector<float> addend) =>
        left * right + addend;

    public static Vector<float> WherePositive(Vector<float> gate, Vector<float> value) =>
        Vector.ConditionalSelect(Vector.GreaterThan(gate, Vector<float>.Zero), value, Vector<float>.Zero);

    public static Vector<float> WhereEqual(Vector<float> left, Vector<float> right, Vector<float> value) =>
        Vector.ConditionalSelect(Vector.Equals(left, right), value, Vector<float>.Zero);
}
