namespace MLResNet.Engine.Simd;

/// <summary>
/// The few vector operations that kernels are written with, so that one generic kernel serves every vector width.
/// Implementations are empty structs: the compiler specialises a kernel for each and nothing is left of the indirection.
/// </summary>
/// <typeparam name="TVector">The vector of <see cref="Count"/> floats.</typeparam>
internal unsafe interface ISimd<TVector> where TVector : unmanaged
{
    /// <summary>Floats in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Rows of the matrix product's register tile: 12 with 32 vector registers, 6 with 16.</summary>
    static abstract int TileRows { get; }

    static abstract TVector Zero { get; }

    static abstract TVector Broadcast(float value);

    static abstract TVector Load(float* source);

    static abstract void Store(float* destination, TVector value);

    /// <summary>Asks for a cache line that will be read soon, where the processor takes such hints.</summary>
    static abstract void Prefetch(float* address);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    static abstract TVector Max(TVector left, TVector right);

    /// <summary>left * right + addend, rounded once where the processor can.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary><paramref name="value"/> where <paramref name="gate"/> is above 0, else 0.</summary>
    static abstract TVector WherePositive(TVector gate, TVector value);

    /// <summary><paramref name="value"/> where the two are equal, else 0.</summary>
    static abstract TVector WhereEqual(TVector left, TVector right, TVector value);
}
