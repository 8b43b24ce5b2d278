using System.Runtime.CompilerServices;

namespace MLResNet.Engine.Kernels;

/// <content>
/// The register tiles of the matrix product. Accumulators must be locals to stay in registers, so each tile height is written out:
/// 12 rows where there are 32 vector registers, 6 where there are 16 (and for the last rows of the former); one vector across
/// where a panel is no more than half full. Every accumulator sums along the depth in order, so a result does not depend on the tile
/// it was computed in.
/// </content>
internal sealed unsafe partial class CpuKernels<TVector, TSimd>
{
    // tile[12][2 vectors] = a[12][depth] b[depth][2 vectors]; a's rows lie aStride apart, b is a panel.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile12x2(float* a, nint aStride, float* b, int depth, float* tile)
    {
        TVector c00l = TSimd.Zero, c00r = TSimd.Zero;
        TVector c01l = TSimd.Zero, c01r = TSimd.Zero;
        TVector c02l = TSimd.Zero, c02r = TSimd.Zero;
        TVector c03l = TSimd.Zero, c03r = TSimd.Zero;
        TVector c04l = TSimd.Zero, c04r = TSimd.Zero;
        TVector c05l = TSimd.Zero, c05r = TSimd.Zero;
        TVector c06l = TSimd.Zero, c06r = TSimd.Zero;
        TVector c07l = TSimd.Zero, c07r = TSimd.Zero;
        TVector c08l = TSimd.Zero, c08r = TSimd.Zero;
        TVector c09l = TSimd.Zero, c09r = TSimd.Zero;
        TVector c10l = TSimd.Zero, c10r = TSimd.Zero;
        TVector c11l = TSimd.Zero, c11r = TSimd.Zero;
        float* a03 = a + 3 * aStride;
        float* a06 = a + 6 * aStride;
        float* a09 = a + 9 * aStride;
        for (int p = 0; p < depth; p++)
        {
            TVector bl = TSimd.Load(b), br = TSimd.Load(b + TSimd.Count);
            TVector x = TSimd.Broadcast(a[0]);
            c00l = TSimd.MultiplyAdd(x, bl, c00l);
            c00r = TSimd.MultiplyAdd(x, br, c00r);
            x = TSimd.Broadcast(a[aStride]);
            c01l = TSimd.MultiplyAdd(x, bl, c01l);
            c01r = TSimd.MultiplyAdd(x, br, c01r);
            x = TSimd.Broadcast(a[2 * aStride]);
            c02l = TSimd.MultiplyAdd(x, bl, c02l);
            c02r = TSimd.MultiplyAdd(x, br, c02r);
            x = TSimd.Broadcast(a03[0]);
            c03l = TSimd.MultiplyAdd(x, bl, c03l);
            c03r = TSimd.MultiplyAdd(x, br, c03r);
            x = TSimd.Broadcast(a03[aStride]);
            c04l = TSimd.MultiplyAdd(x, bl, c04l);
            c04r = TSimd.MultiplyAdd(x, br, c04r);
            x = TSimd.Broadcast(a03[2 * aStride]);
            c05l = TSimd.MultiplyAdd(x, bl, c05l);
            c05r = TSimd.MultiplyAdd(x, br, c05r);
            x = TSimd.Broadcast(a06[0]);
            c06l = TSimd.MultiplyAdd(x, bl, c06l);
            c06r = TSimd.MultiplyAdd(x, br, c06r);
            x = TSimd.Broadcast(a06[aStride]);
            c07l = TSimd.MultiplyAdd(x, bl, c07l);
            c07r = TSimd.MultiplyAdd(x, br, c07r);
            x = TSimd.Broadcast(a06[2 * aStride]);
            c08l = TSimd.MultiplyAdd(x, bl, c08l);
            c08r = TSimd.MultiplyAdd(x, br, c08r);
            x = TSimd.Broadcast(a09[0]);
            c09l = TSimd.MultiplyAdd(x, bl, c09l);
            c09r = TSimd.MultiplyAdd(x, br, c09r);
            x = TSimd.Broadcast(a09[aStride]);
            c10l = TSimd.MultiplyAdd(x, bl, c10l);
            c10r = TSimd.MultiplyAdd(x, br, c10r);
            x = TSimd.Broadcast(a09[2 * aStride]);
            c11l = TSimd.MultiplyAdd(x, bl, c11l);
            c11r = TSimd.MultiplyAdd(x, br, c11r);
            a++;
            a03++;
            a06++;
            a09++;
            b += 2 * TSimd.Count;
        }
        TSimd.Store(tile, c00l);
        TSimd.Store(tile + TSimd.Count, c00r);
        TSimd.Store(tile + 2 * TSimd.Count, c01l);
        TSimd.Store(tile + 3 * TSimd.Count, c01r);
        TSimd.Store(tile + 4 * TSimd.Count, c02l);
        TSimd.Store(tile + 5 * TSimd.Count, c02r);
        TSimd.Store(tile + 6 * TSimd.Count, c03l);
        TSimd.Store(tile + 7 * TSimd.Count, c03r);
        TSimd.Store(tile + 8 * TSimd.Count, c04l);
        TSimd.Store(tile + 9 * TSimd.Count, c04r);
        TSimd.Store(tile + 10 * TSimd.Count, c05l);
        TSimd.Store(tile + 11 * TSimd.Count, c05r);
        TSimd.Store(tile + 12 * TSimd.Count, c06l);
        TSimd.Store(tile + 13 * TSimd.Count, c06r);
        TSimd.Store(tile + 14 * TSimd.Count, c07l);
        TSimd.Store(tile + 15 * TSimd.Count, c07r);
        TSimd.Store(tile + 16 * TSimd.Count, c08l);
        TSimd.Store(tile + 17 * TSimd.Count, c08r);
        TSimd.Store(tile + 18 * TSimd.Count, c09l);
        TSimd.Store(tile + 19 * TSimd.Count, c09r);
        TSimd.Store(tile + 20 * TSimd.Count, c10l);
        TSimd.Store(tile + 21 * TSimd.Count, c10r);
        TSimd.Store(tile + 22 * TSimd.Count, c11l);
        TSimd.Store(tile + 23 * TSimd.Count, c11r);
    }

    // tile[12][1 vectors] = a[12][depth] b[depth][1 vectors]; a's rows lie aStride apart, b is a panel.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile12x1(float* a, nint aStride, float* b, int depth, float* tile)
    {
        TVector c00l = TSimd.Zero;
        TVector c01l = TSimd.Zero;
        TVector c02l = TSimd.Zero;
        TVector c03l = TSimd.Zero;
        TVector c04l = TSimd.Zero;
        TVector c05l = TSimd.Zero;
        TVector c06l = TSimd.Zero;
        TVector c07l = TSimd.Zero;
        TVector c08l = TSimd.Zero;
        TVector c09l = TSimd.Zero;
        TVector c10l = TSimd.Zero;
        TVector c11l = TSimd.Zero;
        float* a03 = a + 3 * aStride;
        float* a06 = a + 6 * aStride;
        float* a09 = a + 9 * aStride;
        for (int p = 0; p < depth; p++)
        {
            TVector bl = TSimd.Load(b);
            TVector x = TSimd.Broadcast(a[0]);
            c00l = TSimd.MultiplyAdd(x, bl, c00l);
            x = TSimd.Broadcast(a[aStride]);
            c01l = TSimd.MultiplyAdd(x, bl, c01l);
            x = TSimd.Broadcast(a[2 * aStride]);
            c02l = TSimd.MultiplyAdd(x, bl, c02l);
            x = TSimd.Broadcast(a03[0]);
            c03l = TSimd.MultiplyAdd(x, bl, c03l);
            x = TSimd.Broadcast(a03[aStride]);
            c04l = TSimd.MultiplyAdd(x, bl, c04l);
            x = TSimd.Broadcast(a03[2 * aStride]);
            c05l = TSimd.MultiplyAdd(x, bl, c05l);
            x = TSimd.Broadcast(a06[0]);
            c06l = TSimd.MultiplyAdd(x, bl, c06l);
            x = TSimd.Broadcast(a06[aStride]);
            c07l = TSimd.MultiplyAdd(x, bl, c07l);
            x = TSimd.Broadcast(a06[2 * aStride]);
            c08l = TSimd.MultiplyAdd(x, bl, c08l);
            x = TSimd.Broadcast(a09[0]);
            c09l = TSimd.MultiplyAdd(x, bl, c09l);
            x = TSimd.Broadcast(a09[aStride]);
            c10l = TSimd.MultiplyAdd(x, bl, c10l);
            x = TSimd.Broadcast(a09[2 * aStride]);
            c11l = TSimd.MultiplyAdd(x, bl, c11l);
            a++;
            a03++;
            a06++;
            a09++;
            b += 2 * TSimd.Count;
        }
        TSimd.Store(tile, c00l);
        TSimd.Store(tile + 2 * TSimd.Count, c01l);
        TSimd.Store(tile + 4 * TSimd.Count, c02l);
        TSimd.Store(tile + 6 * TSimd.Count, c03l);
        TSimd.Store(tile + 8 * TSimd.Count, c04l);
        TSimd.Store(tile + 10 * TSimd.Count, c05l);
        TSimd.Store(tile + 12 * TSimd.Count, c06l);
        TSimd.Store(tile + 14 * TSimd.Count, c07l);
        TSimd.Store(tile + 16 * TSimd.Count, c08l);
        TSimd.Store(tile + 18 * TSimd.Count, c09l);
        TSimd.Store(tile + 20 * TSimd.Count, c10l);
        TSimd.Store(tile + 22 * TSimd.Count, c11l);
    }

    // tile[6][2 vectors] = a[6][depth] b[depth][2 vectors]; a's rows lie aStride apart, b is a panel.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile6x2(float* a, nint aStride, float* b, int depth, float* tile)
    {
        TVector c00l = TSimd.Zero, c00r = TSimd.Zero;
        TVector c01l = TSimd.Zero, c01r = TSimd.Zero;
        TVector c02l = TSimd.Zero, c02r = TSimd.Zero;
        TVector c03l = TSimd.Zero, c03r = TSimd.Zero;
        TVector c04l = TSimd.Zero, c04r = TSimd.Zero;
        TVector c05l = TSimd.Zero, c05r = TSimd.Zero;
        float* a03 = a + 3 * aStride;
        for (int p = 0; p < depth; p++)
        {
            TVector bl = TSimd.Load(b), br = TSimd.Load(b + TSimd.Count);
            TVector x = TSimd.Broadcast(a[0]);
            c00l = TSimd.MultiplyAdd(x, bl, c00l);
            c00r = TSimd.MultiplyAdd(x, br, c00r);
            x = TSimd.Broadcast(a[aStride]);
            c01l = TSimd.MultiplyAdd(x, bl, c01l);
            c01r = TSimd.MultiplyAdd(x, br, c01r);
            x = TSimd.Broadcast(a[2 * aStride]);
            c02l = TSimd.MultiplyAdd(x, bl, c02l);
            c02r = TSimd.MultiplyAdd(x, br, c02r);
            x = TSimd.Broadcast(a03[0]);
            c03l = TSimd.MultiplyAdd(x, bl, c03l);
            c03r = TSimd.MultiplyAdd(x, br, c03r);
            x = TSimd.Broadcast(a03[aStride]);
            c04l = TSimd.MultiplyAdd(x, bl, c04l);
            c04r = TSimd.MultiplyAdd(x, br, c04r);
            x = TSimd.Broadcast(a03[2 * aStride]);
            c05l = TSimd.MultiplyAdd(x, bl, c05l);
            c05r = TSimd.MultiplyAdd(x, br, c05r);
            a++;
            a03++;
            b += 2 * TSimd.Count;
        }
        TSimd.Store(tile, c00l);
        TSimd.Store(tile + TSimd.Count, c00r);
        TSimd.Store(tile + 2 * TSimd.Count, c01l);
        TSimd.Store(tile + 3 * TSimd.Count, c01r);
        TSimd.Store(tile + 4 * TSimd.Count, c02l);
        TSimd.Store(tile + 5 * TSimd.Count, c02r);
        TSimd.Store(tile + 6 * TSimd.Count, c03l);
        TSimd.Store(tile + 7 * TSimd.Count, c03r);
        TSimd.Store(tile + 8 * TSimd.Count, c04l);
        TSimd.Store(tile + 9 * TSimd.Count, c04r);
        TSimd.Store(tile + 10 * TSimd.Count, c05l);
        TSimd.Store(tile + 11 * TSimd.Count, c05r);
    }

    // tile[6][1 vectors] = a[6][depth] b[depth][1 vectors]; a's rows lie aStride apart, b is a panel.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile6x1(float* a, nint aStride, float* b, int depth, float* tile)
    {
        TVector c00l = TSimd.Zero;
        TVector c01l = TSimd.Zero;
        TVector c02l = TSimd.Zero;
        TVector c03l = TSimd.Zero;
        TVector c04l = TSimd.Zero;
        TVector c05l = TSimd.Zero;
        float* a03 = a + 3 * aStride;
        for (int p = 0; p < depth; p++)
        {
            TVector bl = TSimd.Load(b);
            TVector x = TSimd.Broadcast(a[0]);
            c00l = TSimd.MultiplyAdd(x, bl, c00l);
            x = TSimd.Broadcast(a[aStride]);
            c01l = TSimd.MultiplyAdd(x, bl, c01l);
            x = TSimd.Broadcast(a[2 * aStride]);
            c02l = TSimd.MultiplyAdd(x, bl, c02l);
            x = TSimd.Broadcast(a03[0]);
            c03l = TSimd.MultiplyAdd(x, bl, c03l);
            x = TSimd.Broadcast(a03[aStride]);
            c04l = TSimd.MultiplyAdd(x, bl, c04l);
            x = TSimd.Broadcast(a03[2 * aStride]);
            c05l = TSimd.MultiplyAdd(x, bl, c05l);
            a++;
            a03++;
            b += 2 * TSimd.Count;
        }
        TSimd.Store(tile, c00l);
        TSimd.Store(tile + 2 * TSimd.Count, c01l);
        TSimd.Store(tile + 4 * TSimd.Count, c02l);
        TSimd.Store(tile + 6 * TSimd.Count, c03l);
        TSimd.Store(tile + 8 * TSimd.Count, c04l);
        TSimd.Store(tile + 10 * TSimd.Count, c05l);
    }

    // tile[12][2 vectors] = sum over p of a[p][0..11] b[p][2 vectors]; a advances aStride a step, b a panel's row.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposedTile12x2(float* a, nint aStride, float* b, int depth, float* tile)
    {
        TVector c00l = TSimd.Zero, c00r = TSimd.Zero;
        TVector c01l = TSimd.Zero, c01r = TSimd.Zero;
        TVector c02l = TSimd.Zero, c02r = TSimd.Zero;
        TVector c03l = TSimd.Zero, c03r = TSimd.Zero;
        TVector c04l = TSimd.Zero, c04r = TSimd.Zero;
        TVector c05l = TSimd.Zero, c05r = TSimd.Zero;
        TVector c06l = TSimd.Zero, c06r = TSimd.Zero;
        TVector c07l = TSimd.Zero, c07r = TSimd.Zero;
        TVector c08l = TSimd.Zero, c08r = TSimd.Zero;
        TVector c09l = TSimd.Zero, c09r = TSimd.Zero;
        TVector c10l = TSimd.Zero, c10r = TSimd.Zero;
        TVector c11l = TSimd.Zero, c11r = TSimd.Zero;
        for (int p = 0; p < depth; p++)
        {
            TVector bl = TSimd.Load(b), br = TSimd.Load(b + TSimd.Count);
            TVector x = TSimd.Broadcast(a[0]);
            c00l = TSimd.MultiplyAdd(x, bl, c00l);
            c00r = TSimd.MultiplyAdd(x, br, c00r);
            x = TSimd.Broadcast(a[1]);
            c01l = TSimd.MultiplyAdd(x, bl, c01l);
            c01r = TSimd.MultiplyAdd(x, br, c01r);
            x = TSimd.Broadcast(a[2]);
            c02l = TSimd.MultiplyAdd(x, bl, c02l);
            c02r = TSimd.MultiplyAdd(x, br, c02r);
            x = TSimd.Broadcast(a[3]);
            c03l = TSimd.MultiplyAdd(x, bl, c03l);
            c03r = TSimd.MultiplyAdd(x, br, c03r);
            x = TSimd.Broadcast(a[4]);
            c04l = TSimd.MultiplyAdd(x, bl, c04l);
            c04r = TSimd.MultiplyAdd(x, br, c04r);
            x = TSimd.Broadcast(a[5]);
            c05l = TSimd.MultiplyAdd(x, bl, c05l);
            c05r = TSimd.MultiplyAdd(x, br, c05r);
            x = TSimd.Broadcast(a[6]);
            c06l = TSimd.MultiplyAdd(x, bl, c06l);
            c06r = TSimd.MultiplyAdd(x, br, c06r);
            x = TSimd.Broadcast(a[7]);
            c07l = TSimd.MultiplyAdd(x, bl, c07l);
            c07r = TSimd.MultiplyAdd(x, br, c07r);
            x = TSimd.Broadcast(a[8]);
            c08l = TSimd.MultiplyAdd(x, bl, c08l);
            c08r = TSimd.MultiplyAdd(x, br, c08r);
            x = TSimd.Broadcast(a[9]);
            c09l = TSimd.MultiplyAdd(x, bl, c09l);
            c09r = TSimd.MultiplyAdd(x, br, c09r);
            x = TSimd.Broadcast(a[10]);
            c10l = TSimd.MultiplyAdd(x, bl, c10l);
            c10r = TSimd.MultiplyAdd(x, br, c10r);
            x = TSimd.Broadcast(a[11]);
            c11l = TSimd.MultiplyAdd(x, bl, c11l);
            c11r = TSimd.MultiplyAdd(x, br, c11r);
            a += aStride;
            b += 2 * TSimd.Count;
        }
        TSimd.Store(tile, c00l);
        TSimd.Store(tile + TSimd.Count, c00r);
        TSimd.Store(tile + 2 * TSimd.Count, c01l);
        TSimd.Store(tile + 3 * TSimd.Count, c01r);
        TSimd.Store(tile + 4 * TSimd.Count, c02l);
        TSimd.Store(tile + 5 * TSimd.Count, c02r);
        TSimd.Store(tile + 6 * TSimd.Count, c03l);
        TSimd.Store(tile + 7 * TSimd.Count, c03r);
        TSimd.Store(tile + 8 * TSimd.Count, c04l);
        TSimd.Store(tile + 9 * TSimd.Count, c04r);
        TSimd.Store(tile + 10 * TSimd.Count, c05l);
        TSimd.Store(tile + 11 * TSimd.Count, c05r);
        TSimd.Store(tile + 12 * TSimd.Count, c06l);
        TSimd.Store(tile + 13 * TSimd.Count, c06r);
        TSimd.Store(tile + 14 * TSimd.Count, c07l);
        TSimd.Store(tile + 15 * TSimd.Count, c07r);
        TSimd.Store(tile + 16 * TSimd.Count, c08l);
        TSimd.Store(tile + 17 * TSimd.Count, c08r);
        TSimd.Store(tile + 18 * TSimd.Count, c09l);
        TSimd.Store(tile + 19 * TSimd.Count, c09r);
        TSimd.Store(tile + 20 * TSimd.Count, c10l);
        TSimd.Store(tile + 21 * TSimd.Count, c10r);
        TSimd.Store(tile + 22 * TSimd.Count, c11l);
        TSimd.Store(tile + 23 * TSimd.Count, c11r);
    }

    // tile[12][1 vectors] = sum over p of a[p][0..11] b[p][1 vectors]; a advances aStride a step, b a panel's row.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposedTile12x1(float* a, nint aStride, float* b, int depth, float* tile)
    {
        TVector c00l = TSimd.Zero;
        TVector c01l = TSimd.Zero;
        TVector c02l = TSimd.Zero;
        TVector c03l = TSimd.Zero;
        TVector c04l = TSimd.Zero;
        TVector c05l = TSimd.Zero;
        TVector c06l = TSimd.Zero;
        TVector c07l = TSimd.Zero;
        TVector c08l = TSimd.Zero;
        TVector c09l = TSimd.Zero;
        TVector c10l = TSimd.Zero;
        TVector c11l = TSimd.Zero;
        for (int p = 0; p < depth; p++)
        {
            TVector bl = TSimd.Load(b);
            TVector x = TSimd.Broadcast(a[0]);
            c00l = TSimd.MultiplyAdd(x, bl, c00l);
            x = TSimd.Broadcast(a[1]);
            c01l = TSimd.MultiplyAdd(x, bl, c01l);
            x = TSimd.Broadcast(a[2]);
            c02l = TSimd.MultiplyAdd(x, bl, c02l);
            x = TSimd.Broadcast(a[3]);
            c03l = TSimd.MultiplyAdd(x, bl, c03l);
            x = TSimd.Broadcast(a[4]);
            c04l = TSimd.MultiplyAdd(x, bl, c04l);
            x = TSimd.Broadcast(a[5]);
            c05l = TSimd.MultiplyAdd(x, bl, c05l);
            x = TSimd.Broadcast(a[6]);
            c06l = TSimd.MultiplyAdd(x, bl, c06l);
            x = TSimd.Broadcast(a[7]);
            c07l = TSimd.MultiplyAdd(x, bl, c07l);
            x = TSimd.Broadcast(a[8]);
            c08l = TSimd.MultiplyAdd(x, bl, c08l);
            x = TSimd.Broadcast(a[9]);
            c09l = TSimd.MultiplyAdd(x, bl, c09l);
            x = TSimd.Broadcast(a[10]);
            c10l = TSimd.MultiplyAdd(x, bl, c10l);
            x = TSimd.Broadcast(a[11]);
            c11l = TSimd.MultiplyAdd(x, bl, c11l);
            a += aStride;
            b += 2 * TSimd.Count;
        }
        TSimd.Store(tile, c00l);
        TSimd.Store(tile + 2 * TSimd.Count, c01l);
        TSimd.Store(tile + 4 * TSimd.Count, c02l);
        TSimd.Store(tile + 6 * TSimd.Count, c03l);
        TSimd.Store(tile + 8 * TSimd.Count, c04l);
        TSimd.Store(tile + 10 * TSimd.Count, c05l);
        TSimd.Store(tile + 12 * TSimd.Count, c06l);
        TSimd.Store(tile + 14 * TSimd.Count, c07l);
        TSimd.Store(tile + 16 * TSimd.Count, c08l);
        TSimd.Store(tile + 18 * TSimd.Count, c09l);
        TSimd.Store(tile + 20 * TSimd.Count, c10l);
        TSimd.Store(tile + 22 * TSimd.Count, c11l);
    }

    // tile[6][2 vectors] = sum over p of a[p][0..5] b[p][2 vectors]; a advances aStride a step, b a panel's row.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposedTile6x2(float* a, nint aStride, float* b, int depth, float* tile)
    {
        TVector c00l = TSimd.Zero, c00r = TSimd.Zero;
        TVector c01l = TSimd.Zero, c01r = TSimd.Zero;
        TVector c02l = TSimd.Zero, c02r = TSimd.Zero;
        TVector c03l = TSimd.Zero, c03r = TSimd.Zero;
        TVector c04l = TSimd.Zero, c04r = TSimd.Zero;
        TVector c05l = TSimd.Zero, c05r = TSimd.Zero;
        for (int p = 0; p < depth; p++)
        {
            TVector bl = TSimd.Load(b), br = TSimd.Load(b + TSimd.Count);
            TVector x = TSimd.Broadcast(a[0]);
            c00l = TSimd.MultiplyAdd(x, bl, c00l);
            c00r = TSimd.MultiplyAdd(x, br, c00r);
            x = TSimd.Broadcast(a[1]);
            c01l = TSimd.MultiplyAdd(x, bl, c01l);
            c01r = TSimd.MultiplyAdd(x, br, c01r);
            x = TSimd.Broadcast(a[2]);
            c02l = TSimd.MultiplyAdd(x, bl, c02l);
            c02r = TSimd.MultiplyAdd(x, br, c02r);
            x = TSimd.Broadcast(a[3]);
            c03l = TSimd.MultiplyAdd(x, bl, c03l);
            c03r = TSimd.MultiplyAdd(x, br, c03r);
            x = TSimd.Broadcast(a[4]);
            c04l = TSimd.MultiplyAdd(x, bl, c04l);
            c04r = TSimd.MultiplyAdd(x, br, c04r);
            x = TSimd.Broadcast(a[5]);
            c05l = TSimd.MultiplyAdd(x, bl, c05l);
            c05r = TSimd.MultiplyAdd(x, br, c05r);
            a += aStride;
            b += 2 * TSimd.Count;
        }
        TSimd.Store(tile, c00l);
        TSimd.Store(tile + TSimd.Count, c00r);
        TSimd.Store(tile + 2 * TSimd.Count, c01l);
        TSimd.Store(tile + 3 * TSimd.Count, c01r);
        TSimd.Store(tile + 4 * TSimd.Count, c02l);
        TSimd.Store(tile + 5 * TSimd.Count, c02r);
        TSimd.Store(tile + 6 * TSimd.Count, c03l);
        TSimd.Store(tile + 7 * TSimd.Count, c03r);
        TSimd.Store(tile + 8 * TSimd.Count, c04l);
        TSimd.Store(tile + 9 * TSimd.Count, c04r);
        TSimd.Store(tile + 10 * TSimd.Count, c05l);
        TSimd.Store(tile + 11 * TSimd.Count, c05r);
    }

    // tile[6][1 vectors] = sum over p of a[p][0..5] b[p][1 vectors]; a advances aStride a step, b a panel's row.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposedTile6x1(float* a, nint aStride, float* b, int depth, float* tile)
    {
        TVector c00l = TSimd.Zero;
        TVector c01l = TSimd.Zero;
        TVector c02l = TSimd.Zero;
        TVector c03l = TSimd.Zero;
        TVector c04l = TSimd.Zero;
        TVector c05l = TSimd.Zero;
        for (int p = 0; p < depth; p++)
        {
            TVector bl = TSimd.Load(b);
            TVector x = TSimd.Broadcast(a[0]);
            c00l = TSimd.MultiplyAdd(x, bl, c00l);
            x = TSimd.Broadcast(a[1]);
            c01l = TSimd.MultiplyAdd(x, bl, c01l);
            x = TSimd.Broadcast(a[2]);
            c02l = TSimd.MultiplyAdd(x, bl, c02l);
            x = TSimd.Broadcast(a[3]);
            c03l = TSimd.MultiplyAdd(x, bl, c03l);
            x = TSimd.Broadcast(a[4]);
            c04l = TSimd.MultiplyAdd(x, bl, c04l);
            x = TSimd.Broadcast(a[5]);
            c05l = TSimd.MultiplyAdd(x, bl, c05l);
            a += aStride;
            b += 2 * TSimd.Count;
        }
        TSimd.Store(tile, c00l);
        TSimd.Store(tile + 2 * TSimd.Count, c01l);
        TSimd.Store(tile + 4 * TSimd.Count, c02l);
        TSimd.Store(tile + 6 * TSimd.Count, c03l);
        TSimd.Store(tile + 8 * TSimd.Count, c04l);
        TSimd.Store(tile + 10 * TSimd.Count, c05l);
    }
}
