using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLResNet.Engine.Tensors;

/// <summary>A managed array that never moves, so that kernels reach it by address and optimizers as an array.</summary>
internal sealed unsafe class PinnedArray
{
    public PinnedArray(long length)
    {
        Array = GC.AllocateArray<float>(checked((int)length), pinned: true);
        Pointer = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(Array));
    }

    public float[] Array { get; }

    public float* Pointer { get; }
}
