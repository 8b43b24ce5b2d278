namespace MLResNet.Engine;

/// <summary>The vector instructions that the engine's kernels are compiled for.</summary>
public enum InstructionSet
{
    /// <summary>The widest that this processor and runtime offer.</summary>
    Auto,

    /// <summary>AVX-512: 512-bit vectors, 32 registers.</summary>
    Avx512,

    /// <summary>AVX2 and FMA: 256-bit vectors, 16 registers.</summary>
    Avx2,

    /// <summary>Arm's AdvSIMD: 128-bit vectors, 32 registers.</summary>
    AdvSimd,

    /// <summary>Whatever <c>System.Numerics.Vector</c> maps to; runs everywhere.</summary>
    Portable,
}
