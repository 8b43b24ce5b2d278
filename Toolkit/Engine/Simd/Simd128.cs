using System.Runtime.Intrinsics;

namespace MLResNet.Engine.Simd;

/// <summary>Arm64's AdvSIMD: 4 floats, 32 registers.</summary>
internal readonly unsafe struct Simd128 : ISimd<Vector128<float>>
{
    public static int Count => Vector128<float>.Count;

    public static int TileRows => 12;

    public static Vector128<float> Zero => Vector128<float>.Zero;

    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    public static void Store(float* destination, Vector128<float> value) => Vector128.Store(value, destination);

    public static void Prefetch(float* address) { }

    public static Vector128<float> Add(Vector128<float> left, Vector128<float> right) => left + right;

    public static Vector128<float> Subtract(Vector128<float> left, Vector128<float> right) => left - right;

    public static Vector128<float> Multiply(Vector128<float> left, Vector128<float> right) => left * right;

    public static Vector128<float> Max(Vector128<float> left, Vector128<float> right) => Vector128.Max(left, right);

    public static Vector128<float> MultiplyAdd(Vector128<float> left, Vector128<float> right, Vector128<float> addend) =>
        Vector128.FusedMultiplyAdd(left, right, addend);

    public static Vector128<float> WherePositive(Vector128<float> gate, Vector128<float> value) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(gate, Vector128<float>.Zero), value, Vector128<float>.Zero);

    public static Vector128<float> WhereEqual(Vector128<float> left, Vector128<float> right, Vector128<float> value) =>
        Vector128.ConditionalSelect(Vector128.Equals(left, right), value, Vector128<float>.Zero);
}
