using System.Runtime.CompilerServices;

namespace MLResNet.Engine.Kernels;

/// <content>The limit that the other kernels are measured against.</content>
internal sealed unsafe partial class CpuKernels<TVector, TSimd>
{
    // Twelve chains cover the latency of two units with a depth of five, and fit 16 registers beside both factors.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override float MultiplyAddPeak(int rounds)
    {
        TVector factor = TSimd.Broadcast(0.5f), addend = TSimd.Broadcast(0.5f);
        TVector c0 = addend, c1 = addend, c2 = addend, c3 = addend, c4 = addend, c5 = addend;
        TVector c6 = addend, c7 = addend, c8 = addend, c9 = addend, c10 = addend, c11 = addend;
        for (int round = 0; round < rounds; round++)
        {
            c0 = TSimd.MultiplyAdd(c0, factor, addend);
            c1 = TSimd.MultiplyAdd(c1, factor, addend);
            c2 = TSimd.MultiplyAdd(c2, factor, addend);
            c3 = TSimd.MultiplyAdd(c3, factor, addend);
            c4 = TSimd.MultiplyAdd(c4, factor, addend);
            c5 = TSimd.MultiplyAdd(c5, factor, addend);
            c6 = TSimd.MultiplyAdd(c6, factor, addend);
            c7 = TSimd.MultiplyAdd(c7, factor, addend);
            c8 = TSimd.MultiplyAdd(c8, factor, addend);
            c9 = TSimd.MultiplyAdd(c9, factor, addend);
            c10 = TSimd.MultiplyAdd(c10, factor, addend);
            c11 = TSimd.MultiplyAdd(c11, factor, addend);
        }
        TVector sum = TSimd.Add(TSimd.Add(TSimd.Add(c0, c1), TSimd.Add(c2, c3)), TSimd.Add(c4, c5));
        sum = TSimd.Add(sum, TSimd.Add(TSimd.Add(TSimd.Add(c6, c7), TSimd.Add(c8, c9)), TSimd.Add(c10, c11)));
        float* lanes = stackalloc float[TSimd.Count];
        TSimd.Store(lanes, sum);
        return lanes[0];
    }
}
