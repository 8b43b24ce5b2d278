using System.Runtime.CompilerServices;

namespace MLResNet.Engine.Kernels;

/// <content>
/// The transforms of Winograd's F(2 x 2, 3 x 3) (Lavin and Gray 2016), points 0, 1, -1 and infinity, for small maps in the
/// forward pass; built like those of F(4 x 4, 3 x 3). </content>
internal sealed unsafe partial class CpuKernels<TVector, TSimd>
{
    private static void WinogradInput2(float** pixels, int channels, float* v, nint plane)
    {
        TVector* half = stackalloc TVector[16];
        for (int c = 0; c < channels; c += TSimd.Count)
        {
            for (int x = 0; x < 4; x++)
            {
                Transform(
                    TSimd.Load(pixels[x] + c), TSimd.Load(pixels[4 + x] + c), TSimd.Load(pixels[8 + x] + c), TSimd.Load(pixels[12 + x] + c),
                    out half[x], out half[4 + x], out half[8 + x], out half[12 + x]);
            }
            float* target = v + c;
            for (int y = 0; y < 4; y++, target += 4 * plane)
            {
                TVector* row = half + 4 * y;
                Transform(row[0], row[1], row[2], row[3], out TVector t0, out TVector t1, out TVector t2, out TVector t3);
                StoreRow(target, plane, t0, t1, t2, t3);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Transform(
            TVector d0, TVector d1, TVector d2, TVector d3, out TVector t0, out TVector t1, out TVector t2, out TVector t3)
        {
            t0 = TSimd.Subtract(d0, d2);
            t1 = TSimd.Add(d1, d2);
            t2 = TSimd.Subtract(d2, d1);
            t3 = TSimd.Subtract(d1, d3);
        }
    }

    private static void WinogradOutput2(
        float* m, nint plane, int channels, float** pixels, float* bias, nint residual, bool accumulate, bool relu)
    {
        TVector* half = stackalloc TVector[8];
        for (int c = 0; c < channels; c += TSimd.Count)
        {
            for (int x = 0; x < 4; x++)
            {
                float* source = m + x * plane + c;
                Transform(
                    TSimd.Load(source), TSimd.Load(source + 4 * plane), TSimd.Load(source + 8 * plane), TSimd.Load(source + 12 * plane),
                    out half[x], out half[4 + x]);
            }
            TVector offset = bias == null ? TSimd.Zero : TSimd.Load(bias + c);
            for (int y = 0; y < 2; y++)
            {
                TVector* row = half + 4 * y;
                Transform(row[0], row[1], row[2], row[3], out TVector left, out TVector right);
                FinishPixel(pixels[2 * y], c, TSimd.Add(left, offset), residual, accumulate, relu);
                FinishPixel(pixels[2 * y + 1], c, TSimd.Add(right, offset), residual, accumulate, relu);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Transform(TVector m0, TVector m1, TVector m2, TVector m3, out TVector y0, out TVector y1)
        {
            y0 = TSimd.Add(TSimd.Add(m0, m1), m2);
            y1 = TSimd.Subtract(TSimd.Subtract(m1, m2), m3);
        }
    }

    private static void WinogradWeights2(float* taps, nint tap, int columns, float* u, nint plane)
    {
        TVector* half = stackalloc TVector[12];
        TVector oneHalf = TSimd.Broadcast(1 / 2f);
        for (int c = 0; c < columns; c += TSimd.Count)
        {
            for (int x = 0; x < 3; x++)
            {
                float* source = taps + x * tap + c;
                Transform(
                    TSimd.Load(source), TSimd.Load(source + 3 * tap), TSimd.Load(source + 6 * tap),
                    out half[x], out half[3 + x], out half[6 + x], out half[9 + x]);
            }
            float* target = u + c;
            for (int y = 0; y < 4; y++, target += 4 * plane)
            {
                TVector* row = half + 3 * y;
                Transform(row[0], row[1], row[2], out TVector u0, out TVector u1, out TVector u2, out TVector u3);
                StoreRow(target, plane, u0, u1, u2, u3);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Transform(TVector g0, TVector g1, TVector g2, out TVector u0, out TVector u1, out TVector u2, out TVector u3)
        {
            TVector outer = TSimd.Multiply(TSimd.Add(g0, g2), oneHalf), middle = TSimd.Multiply(g1, oneHalf);
            u0 = g0;
            u1 = TSimd.Add(outer, middle);
            u2 = TSimd.Subtract(outer, middle);
            u3 = g2;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow(float* target, nint plane, TVector t0, TVector t1, TVector t2, TVector t3)
    {
        TSimd.Store(target, t0);
        TSimd.Store(target + plane, t1);
        TSimd.Store(target + 2 * plane, t2);
        TSimd.Store(target + 3 * plane, t3);
    }
}
