using System.Runtime.CompilerServices;

namespace MLResNet.Engine.Kernels;

/// <content>
/// The register tiles of the matrix product. Accumulators must be locals to stay in registers, so each tile height is written
/// out: 12 rows where there are 32 vector registers, 6 where there are 16, 4 for last rows (as few as keep the multipliers busy);
/// one vector across where a panel is no more than half full. 12 rows have multiplications enough to hide the loop around them; 6 and
/// 4 take four steps of the depth at a time, and ask for B once a panel: with fewer instructions a multiplication, they lose less
/// to a neighbour on the same core. A's strides say whether it is read as it lies (depthStride 1) or as
/// its transpose (rowStride 1). Every accumulator sums along the depth in order, so a result does not depend on the tile it was
/// computed in. </content>
internal sealed unsafe partial class CpuKernels<TVector, TSimd>
{
    // 12 rows of C, 2 vectors across: a[12][depth] with the given strides, b[depth][2 vectors] of a panel.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile12x2(float* a, nint rowStride, nint depthStride, float* b, int depth, TileOutput* output)
    {
        float* start = output->Start;
        nint startStride = output->StartStride;
        TVector c00l = TSimd.Load(start), c00r = TSimd.Load(start + TSimd.Count);
        start += startStride;
        TVector c01l = TSimd.Load(start), c01r = TSimd.Load(start + TSimd.Count);
        start += startStride;
        TVector c02l = TSimd.Load(start), c02r = TSimd.Load(start + TSimd.Count);
        start += startStride;
        TVector c03l = TSimd.Load(start), c03r = TSimd.Load(start + TSimd.Count);
        start += startStride;
        TVector c04l = TSimd.Load(start), c04r = TSimd.Load(start + TSimd.Count);
        start += startStride;
        TVector c05l = TSimd.Load(start), c05r = TSimd.Load(start + TSimd.Count);
        start += startStride;
        TVector c06l = TSimd.Load(start), c06r = TSimd.Load(start + TSimd.Count);
        start += startStride;
        TVector c07l = TSimd.Load(start), c07r = TSimd.Load(start + TSimd.Count);
        start += startStride;
        TVector c08l = TSimd.Load(start), c08r = TSimd.Load(start + TSimd.Count);
        start += startStride;
        TVector c09l = TSimd.Load(start), c09r = TSimd.Load(start + TSimd.Count);
        start += startStride;
        TVector c10l = TSimd.Load(start), c10r = TSimd.Load(start + TSimd.Count);
        start += startStride;
        TVector c11l = TSimd.Load(start), c11r = TSimd.Load(start + TSimd.Count);
        float* a03 = a + 3 * rowStride;
        float* a06 = a + 6 * rowStride;
        float* a09 = a + 9 * rowStride;
        Prefetch(output, 12);
        for (int p = 0; p < depth; p++)
        {
            TVector bl = TSimd.Load(b), br = TSimd.Load(b + TSimd.Count);
            TVector x = TSimd.Broadcast(a[0]);
            c00l = TSimd.MultiplyAdd(x, bl, c00l);
            c00r = TSimd.MultiplyAdd(x, br, c00r);
            x = TSimd.Broadcast(a[rowStride]);
            c01l = TSimd.MultiplyAdd(x, bl, c01l);
            c01r = TSimd.MultiplyAdd(x, br, c01r);
            x = TSimd.Broadcast(a[2 * rowStride]);
            c02l = TSimd.MultiplyAdd(x, bl, c02l);
            c02r = TSimd.MultiplyAdd(x, br, c02r);
            x = TSimd.Broadcast(a03[0]);
            c03l = TSimd.MultiplyAdd(x, bl, c03l);
            c03r = TSimd.MultiplyAdd(x, br, c03r);
            x = TSimd.Broadcast(a03[rowStride]);
            c04l = TSimd.MultiplyAdd(x, bl, c04l);
            c04r = TSimd.MultiplyAdd(x, br, c04r);
            x = TSimd.Broadcast(a03[2 * rowStride]);
            c05l = TSimd.MultiplyAdd(x, bl, c05l);
            c05r = TSimd.MultiplyAdd(x, br, c05r);
            x = TSimd.Broadcast(a06[0]);
            c06l = TSimd.MultiplyAdd(x, bl, c06l);
            c06r = TSimd.MultiplyAdd(x, br, c06r);
            x = TSimd.Broadcast(a06[rowStride]);
            c07l = TSimd.MultiplyAdd(x, bl, c07l);
            c07r = TSimd.MultiplyAdd(x, br, c07r);
            x = TSimd.Broadcast(a06[2 * rowStride]);
            c08l = TSimd.MultiplyAdd(x, bl, c08l);
            c08r = TSimd.MultiplyAdd(x, br, c08r);
            x = TSimd.Broadcast(a09[0]);
            c09l = TSimd.MultiplyAdd(x, bl, c09l);
            c09r = TSimd.MultiplyAdd(x, br, c09r);
            x = TSimd.Broadcast(a09[rowStride]);
            c10l = TSimd.MultiplyAdd(x, bl, c10l);
            c10r = TSimd.MultiplyAdd(x, br, c10r);
            x = TSimd.Broadcast(a09[2 * rowStride]);
            c11l = TSimd.MultiplyAdd(x, bl, c11l);
            c11r = TSimd.MultiplyAdd(x, br, c11r);
            Prefetch(b);
            a += depthStride;
            a03 += depthStride;
            a06 += depthStride;
            a09 += depthStride;
            b += 2 * TSimd.Count;
        }
        float* c = output->C;
        nint stride = output->Stride;
        Finish(c, c00l, output);
        Finish(c + TSimd.Count, c00r, output);
        c += stride;
        Finish(c, c01l, output);
        Finish(c + TSimd.Count, c01r, output);
        c += stride;
        Finish(c, c02l, output);
        Finish(c + TSimd.Count, c02r, output);
        c += stride;
        Finish(c, c03l, output);
        Finish(c + TSimd.Count, c03r, output);
        c += stride;
        Finish(c, c04l, output);
        Finish(c + TSimd.Count, c04r, output);
        c += stride;
        Finish(c, c05l, output);
        Finish(c + TSimd.Count, c05r, output);
        c += stride;
        Finish(c, c06l, output);
        Finish(c + TSimd.Count, c06r, output);
        c += stride;
        Finish(c, c07l, output);
        Finish(c + TSimd.Count, c07r, output);
        c += stride;
        Finish(c, c08l, output);
        Finish(c + TSimd.Count, c08r, output);
        c += stride;
        Finish(c, c09l, output);
        Finish(c + TSimd.Count, c09r, output);
        c += stride;
        Finish(c, c10l, output);
        Finish(c + TSimd.Count, c10r, output);
        c += stride;
        Finish(c, c11l, output);
        Finish(c + TSimd.Count, c11r, output);
    }

    // 12 rows of C, 1 vector across: a[12][depth] with the given strides, b[depth][1 vector] of a panel.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile12x1(float* a, nint rowStride, nint depthStride, float* b, int depth, TileOutput* output)
    {
        float* start = output->Start;
        nint startStride = output->StartStride;
        TVector c00l = TSimd.Load(start);
        start += startStride;
        TVector c01l = TSimd.Load(start);
        start += startStride;
        TVector c02l = TSimd.Load(start);
        start += startStride;
        TVector c03l = TSimd.Load(start);
        start += startStride;
        TVector c04l = TSimd.Load(start);
        start += startStride;
        TVector c05l = TSimd.Load(start);
        start += startStride;
        TVector c06l = TSimd.Load(start);
        start += startStride;
        TVector c07l = TSimd.Load(start);
        start += startStride;
        TVector c08l = TSimd.Load(start);
        start += startStride;
        TVector c09l = TSimd.Load(start);
        start += startStride;
        TVector c10l = TSimd.Load(start);
        start += startStride;
        TVector c11l = TSimd.Load(start);
        float* a03 = a + 3 * rowStride;
        float* a06 = a + 6 * rowStride;
        float* a09 = a + 9 * rowStride;
        Prefetch(output, 12);
        for (int p = 0; p < depth; p++)
        {
            TVector bl = TSimd.Load(b);
            TVector x = TSimd.Broadcast(a[0]);
            c00l = TSimd.MultiplyAdd(x, bl, c00l);
            x = TSimd.Broadcast(a[rowStride]);
            c01l = TSimd.MultiplyAdd(x, bl, c01l);
            x = TSimd.Broadcast(a[2 * rowStride]);
            c02l = TSimd.MultiplyAdd(x, bl, c02l);
            x = TSimd.Broadcast(a03[0]);
            c03l = TSimd.MultiplyAdd(x, bl, c03l);
            x = TSimd.Broadcast(a03[rowStride]);
            c04l = TSimd.MultiplyAdd(x, bl, c04l);
            x = TSimd.Broadcast(a03[2 * rowStride]);
            c05l = TSimd.MultiplyAdd(x, bl, c05l);
            x = TSimd.Broadcast(a06[0]);
            c06l = TSimd.MultiplyAdd(x, bl, c06l);
            x = TSimd.Broadcast(a06[rowStride]);
            c07l = TSimd.MultiplyAdd(x, bl, c07l);
            x = TSimd.Broadcast(a06[2 * rowStride]);
            c08l = TSimd.MultiplyAdd(x, bl, c08l);
            x = TSimd.Broadcast(a09[0]);
            c09l = TSimd.MultiplyAdd(x, bl, c09l);
            x = TSimd.Broadcast(a09[rowStride]);
            c10l = TSimd.MultiplyAdd(x, bl, c10l);
            x = TSimd.Broadcast(a09[2 * rowStride]);
            c11l = TSimd.MultiplyAdd(x, bl, c11l);
            a += depthStride;
            a03 += depthStride;
            a06 += depthStride;
            a09 += depthStride;
            b += 2 * TSimd.Count;
        }
        float* c = output->C;
        nint stride = output->Stride;
        Finish(c, c00l, output);
        c += stride;
        Finish(c, c01l, output);
        c += stride;
        Finish(c, c02l, output);
        c += stride;
        Finish(c, c03l, output);
        c += stride;
        Finish(c, c04l, output);
        c += stride;
        Finish(c, c05l, output);
        c += stride;
        Finish(c, c06l, output);
        c += stride;
        Finish(c, c07l, output);
        c += stride;
        Finish(c, c08l, output);
        c += stride;
        Finish(c, c09l, output);
        c += stride;
        Finish(c, c10l, output);
        c += stride;
        Finish(c, c11l, output);
    }

    // 6 rows of C, 2 vectors across: a[6][depth] with the given strides, b[depth][2 vectors] of a panel.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile6x2<TStride, TFetch>(
        float* a, nint rowStride, nint depthStride, float* b, int depth, TileOutput* output)
        where TStride : struct, IDepthStride
        where TFetch : struct, IFetch
    {
        float* start = output->Start;
        nint startStride = output->StartStride;
        TVector c00l = TSimd.Load(start), c00r = TSimd.Load(start + TSimd.Count);
        start += startStride;
        TVector c01l = TSimd.Load(start), c01r = TSimd.Load(start + TSimd.Count);
        start += startStride;
        TVector c02l = TSimd.Load(start), c02r = TSimd.Load(start + TSimd.Count);
        start += startStride;
        TVector c03l = TSimd.Load(start), c03r = TSimd.Load(start + TSimd.Count);
        start += startStride;
        TVector c04l = TSimd.Load(start), c04r = TSimd.Load(start + TSimd.Count);
        start += startStride;
        TVector c05l = TSimd.Load(start), c05r = TSimd.Load(start + TSimd.Count);
        float* a03 = a + 3 * rowStride;
        Prefetch(output, 6);
        nint step = TStride.Of(depthStride);
        int p = 0;
        for (; p <= depth - 4; p += 4)
        {
            Step6x2<TFetch>(
                a, a03, rowStride, 0, b,
                ref c00l, ref c00r, ref c01l, ref c01r, ref c02l, ref c02r,
                ref c03l, ref c03r, ref c04l, ref c04r, ref c05l, ref c05r);
            Step6x2<TFetch>(
                a, a03, rowStride, step, b + 2 * TSimd.Count,
                ref c00l, ref c00r, ref c01l, ref c01r, ref c02l, ref c02r,
                ref c03l, ref c03r, ref c04l, ref c04r, ref c05l, ref c05r);
            Step6x2<TFetch>(
                a, a03, rowStride, 2 * step, b + 4 * TSimd.Count,
                ref c00l, ref c00r, ref c01l, ref c01r, ref c02l, ref c02r,
                ref c03l, ref c03r, ref c04l, ref c04r, ref c05l, ref c05r);
            Step6x2<TFetch>(
                a, a03, rowStride, 3 * step, b + 6 * TSimd.Count,
                ref c00l, ref c00r, ref c01l, ref c01r, ref c02l, ref c02r,
                ref c03l, ref c03r, ref c04l, ref c04r, ref c05l, ref c05r);
            a += 4 * step;
            a03 += 4 * step;
            b += 8 * TSimd.Count;
        }
        for (; p < depth; p++)
        {
            Step6x2<TFetch>(
                a, a03, rowStride, 0, b,
                ref c00l, ref c00r, ref c01l, ref c01r, ref c02l, ref c02r,
                ref c03l, ref c03r, ref c04l, ref c04r, ref c05l, ref c05r);
            a += step;
            a03 += step;
            b += 2 * TSimd.Count;
        }
        float* c = output->C;
        nint stride = output->Stride;
        Finish(c, c00l, output);
        Finish(c + TSimd.Count, c00r, output);
        c += stride;
        Finish(c, c01l, output);
        Finish(c + TSimd.Count, c01r, output);
        c += stride;
        Finish(c, c02l, output);
        Finish(c + TSimd.Count, c02r, output);
        c += stride;
        Finish(c, c03l, output);
        Finish(c + TSimd.Count, c03r, output);
        c += stride;
        Finish(c, c04l, output);
        Finish(c + TSimd.Count, c04r, output);
        c += stride;
        Finish(c, c05l, output);
        Finish(c + TSimd.Count, c05r, output);
    }

    // One step along the depth of 6 x 2: the elements of A at the offset i, the vectors at b.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step6x2<TFetch>(
        float* a, float* a03, nint rowStride, nint i, float* b,
        ref TVector c00l, ref TVector c00r, ref TVector c01l, ref TVector c01r, ref TVector c02l, ref TVector c02r,
        ref TVector c03l, ref TVector c03r, ref TVector c04l, ref TVector c04r, ref TVector c05l, ref TVector c05r)
        where TFetch : struct, IFetch
    {
        TVector bl = TSimd.Load(b), br = TSimd.Load(b + TSimd.Count);
        MultiplyAdd(a[i], bl, br, ref c00l, ref c00r);
        MultiplyAdd(a[rowStride + i], bl, br, ref c01l, ref c01r);
        MultiplyAdd(a[2 * rowStride + i], bl, br, ref c02l, ref c02r);
        MultiplyAdd(a03[i], bl, br, ref c03l, ref c03r);
        MultiplyAdd(a03[rowStride + i], bl, br, ref c04l, ref c04r);
        MultiplyAdd(a03[2 * rowStride + i], bl, br, ref c05l, ref c05r);
        if (TFetch.Ahead)
            Prefetch(b);
    }

    // 6 rows of C, 1 vector across: a[6][depth] with the given strides, b[depth][1 vector] of a panel.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile6x1(float* a, nint rowStride, nint depthStride, float* b, int depth, TileOutput* output)
    {
        float* start = output->Start;
        nint startStride = output->StartStride;
        TVector c00l = TSimd.Load(start);
        start += startStride;
        TVector c01l = TSimd.Load(start);
        start += startStride;
        TVector c02l = TSimd.Load(start);
        start += startStride;
        TVector c03l = TSimd.Load(start);
        start += startStride;
        TVector c04l = TSimd.Load(start);
        start += startStride;
        TVector c05l = TSimd.Load(start);
        float* a03 = a + 3 * rowStride;
        Prefetch(output, 6);
        for (int p = 0; p < depth; p++)
        {
            TVector bl = TSimd.Load(b);
            TVector x = TSimd.Broadcast(a[0]);
            c00l = TSimd.MultiplyAdd(x, bl, c00l);
            x = TSimd.Broadcast(a[rowStride]);
            c01l = TSimd.MultiplyAdd(x, bl, c01l);
            x = TSimd.Broadcast(a[2 * rowStride]);
            c02l = TSimd.MultiplyAdd(x, bl, c02l);
            x = TSimd.Broadcast(a03[0]);
            c03l = TSimd.MultiplyAdd(x, bl, c03l);
            x = TSimd.Broadcast(a03[rowStride]);
            c04l = TSimd.MultiplyAdd(x, bl, c04l);
            x = TSimd.Broadcast(a03[2 * rowStride]);
            c05l = TSimd.MultiplyAdd(x, bl, c05l);
            a += depthStride;
            a03 += depthStride;
            b += 2 * TSimd.Count;
        }
        float* c = output->C;
        nint stride = output->Stride;
        Finish(c, c00l, output);
        c += stride;
        Finish(c, c01l, output);
        c += stride;
        Finish(c, c02l, output);
        c += stride;
        Finish(c, c03l, output);
        c += stride;
        Finish(c, c04l, output);
        c += stride;
        Finish(c, c05l, output);
    }

    // 4 rows of C, 2 vectors across: a[4][depth] with the given strides, b[depth][2 vectors] of a panel.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x2<TStride, TFetch>(
        float* a, nint rowStride, nint depthStride, float* b, int depth, TileOutput* output)
        where TStride : struct, IDepthStride
        where TFetch : struct, IFetch
    {
        float* start = output->Start;
        nint startStride = output->StartStride;
        TVector c00l = TSimd.Load(start), c00r = TSimd.Load(start + TSimd.Count);
        start += startStride;
        TVector c01l = TSimd.Load(start), c01r = TSimd.Load(start + TSimd.Count);
        start += startStride;
        TVector c02l = TSimd.Load(start), c02r = TSimd.Load(start + TSimd.Count);
        start += startStride;
        TVector c03l = TSimd.Load(start), c03r = TSimd.Load(start + TSimd.Count);
        float* a03 = a + 3 * rowStride;
        Prefetch(output, 4);
        nint step = TStride.Of(depthStride);
        int p = 0;
        for (; p <= depth - 4; p += 4)
        {
            Step4x2<TFetch>(
                a, a03, rowStride, 0, b,
                ref c00l, ref c00r, ref c01l, ref c01r,
                ref c02l, ref c02r, ref c03l, ref c03r);
            Step4x2<TFetch>(
                a, a03, rowStride, step, b + 2 * TSimd.Count,
                ref c00l, ref c00r, ref c01l, ref c01r,
                ref c02l, ref c02r, ref c03l, ref c03r);
            Step4x2<TFetch>(
                a, a03, rowStride, 2 * step, b + 4 * TSimd.Count,
                ref c00l, ref c00r, ref c01l, ref c01r,
                ref c02l, ref c02r, ref c03l, ref c03r);
            Step4x2<TFetch>(
                a, a03, rowStride, 3 * step, b + 6 * TSimd.Count,
                ref c00l, ref c00r, ref c01l, ref c01r,
                ref c02l, ref c02r, ref c03l, ref c03r);
            a += 4 * step;
            a03 += 4 * step;
            b += 8 * TSimd.Count;
        }
        for (; p < depth; p++)
        {
            Step4x2<TFetch>(
                a, a03, rowStride, 0, b,
                ref c00l, ref c00r, ref c01l, ref c01r,
                ref c02l, ref c02r, ref c03l, ref c03r);
            a += step;
            a03 += step;
            b += 2 * TSimd.Count;
        }
        float* c = output->C;
        nint stride = output->Stride;
        Finish(c, c00l, output);
        Finish(c + TSimd.Count, c00r, output);
        c += stride;
        Finish(c, c01l, output);
        Finish(c + TSimd.Count, c01r, output);
        c += stride;
        Finish(c, c02l, output);
        Finish(c + TSimd.Count, c02r, output);
        c += stride;
        Finish(c, c03l, output);
        Finish(c + TSimd.Count, c03r, output);
    }

    // One step along the depth of 4 x 2: the elements of A at the offset i, the vectors at b.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step4x2<TFetch>(
        float* a, float* a03, nint rowStride, nint i, float* b,
        ref TVector c00l, ref TVector c00r, ref TVector c01l, ref TVector c01r,
        ref TVector c02l, ref TVector c02r, ref TVector c03l, ref TVector c03r)
        where TFetch : struct, IFetch
    {
        TVector bl = TSimd.Load(b), br = TSimd.Load(b + TSimd.Count);
        MultiplyAdd(a[i], bl, br, ref c00l, ref c00r);
        MultiplyAdd(a[rowStride + i], bl, br, ref c01l, ref c01r);
        MultiplyAdd(a[2 * rowStride + i], bl, br, ref c02l, ref c02r);
        MultiplyAdd(a03[i], bl, br, ref c03l, ref c03r);
        if (TFetch.Ahead)
            Prefetch(b);
    }

    // A row of a tile: a times two vectors of B.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyAdd(float a, TVector bl, TVector br, ref TVector cl, ref TVector cr)
    {
        TVector x = TSimd.Broadcast(a);
        cl = TSimd.MultiplyAdd(x, bl, cl);
        cr = TSimd.MultiplyAdd(x, br, cr);
    }

    // Weights that come from memory are asked for further ahead than its latency.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(float* b)
    {
        const int steps = 128, lineFloats = 16;
        for (int i = 0; i < 2 * TSimd.Count; i += lineFloats)
            TSimd.Prefetch(b + steps * 2 * TSimd.Count + i);
    }

    // The places that a tile will be written to, and what will be added there.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(TileOutput* output, int rows)
    {
        float* c = output->C;
        for (int i = 0; i < rows; i++, c += output->Stride)
        {
            TSimd.Prefetch(c);
            if (output->Residual != 0)
                TSimd.Prefetch(c + output->Residual);
        }
    }

    // What happens to a vector of C before it leaves its register.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(float* c, TVector value, TileOutput* output)
    {
        if (output->Residual != 0)
            value = TSimd.Add(value, TSimd.Load(c + output->Residual));
        if (output->Relu)
            value = TSimd.Max(value, TSimd.Zero);
        TSimd.Store(c, value);
    }

    // How far a tile's steps along the depth lie apart in A; a constant 1 becomes part of the addresses.
    private interface IDepthStride
    {
        static abstract nint Of(nint depthStride);
    }

    private readonly struct UnitStride : IDepthStride
    {
        public static nint Of(nint depthStride) => 1;
    }

    private readonly struct AnyStride : IDepthStride
    {
        public static nint Of(nint depthStride) => depthStride;
    }

    // Whether a tile asks for B ahead of its steps: the first of a panel does, the others find it in the cache.
    private interface IFetch
    {
        static abstract bool Ahead { get; }
    }

    private readonly struct FirstOfPanel : IFetch
    {
        public static bool Ahead => true;
    }

    private readonly struct LaterInPanel : IFetch
    {
        public static bool Ahead => false;
    }

    // Where a register tile begins and ends.
    private struct TileOutput
    {
        // What the sums start from, and floats from row to row of it: 0 for the same in every row.
        public float* Start;
        public nint StartStride;

        public float* C;
        public nint Stride;

        // From an element of C to what is added to it; 0 for nothing.
        public nint Residual;

        public bool Relu;
    }
}
