using System.Runtime.CompilerServices;

namespace MLResNet.Engine.Kernels;

/// <content>
/// The transforms of Winograd's F(4 x 4, 3 x 3) (Lavin and Gray 2016), points 0, 1, -1, 2, -2 and infinity. Each is a small
/// matrix applied to the columns of a tile and then to its rows, a vector of channels at a time; see <see
/// cref="Convolutions.WinogradConvolution"/>. </content>
internal sealed unsafe partial class CpuKernels<TVector, TSimd>
{
    public override void WinogradInput(int side, float** pixels, int channels, float* v, nint plane)
    {
        if (side == 2)
            WinogradInput2(pixels, channels, v, plane);
        else
            WinogradInput4(pixels, channels, v, plane);
    }

    public override void WinogradOutput(
        int side, float* m, nint plane, int channels, float** pixels, float* bias, nint residual, bool accumulate, bool relu)
    {
        if (side == 2)
            WinogradOutput2(m, plane, channels, pixels, bias, residual, accumulate, relu);
        else
            WinogradOutput4(m, plane, channels, pixels, bias, residual, accumulate, relu);
    }

    public override void WinogradWeights(int side, float* taps, nint tap, int columns, float* u, nint plane)
    {
        if (side == 2)
            WinogradWeights2(taps, tap, columns, u, plane);
        else
            WinogradWeights4(taps, tap, columns, u, plane);
    }

    private static void WinogradInput4(float** pixels, int channels, float* v, nint plane)
    {
        TVector* half = stackalloc TVector[36];
        TVector two = TSimd.Broadcast(2), four = TSimd.Broadcast(4), five = TSimd.Broadcast(-5), minusFour = TSimd.Broadcast(-4);
        for (int c = 0; c < channels; c += TSimd.Count)
        {
            for (int x = 0; x < 6; x++)
            {
                Transform(
                    TSimd.Load(pixels[x] + c), TSimd.Load(pixels[6 + x] + c), TSimd.Load(pixels[12 + x] + c),
                    TSimd.Load(pixels[18 + x] + c), TSimd.Load(pixels[24 + x] + c), TSimd.Load(pixels[30 + x] + c),
                    out half[x], out half[6 + x], out half[12 + x], out half[18 + x], out half[24 + x], out half[30 + x]);
            }
            float* target = v + c;
            for (int y = 0; y < 6; y++, target += 6 * plane)
            {
                TVector* row = half + 6 * y;
                Transform(
                    row[0], row[1], row[2], row[3], row[4], row[5],
                    out TVector t0, out TVector t1, out TVector t2, out TVector t3, out TVector t4, out TVector t5);
                StoreRow(target, plane, t0, t1, t2, t3, t4, t5);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Transform(
            TVector d0, TVector d1, TVector d2, TVector d3, TVector d4, TVector d5,
            out TVector t0, out TVector t1, out TVector t2, out TVector t3, out TVector t4, out TVector t5)
        {
            TVector even = TSimd.MultiplyAdd(d2, minusFour, d4), odd = TSimd.MultiplyAdd(d1, minusFour, d3);
            TVector farEven = TSimd.Subtract(d4, d2), farOdd = TSimd.Multiply(TSimd.Subtract(d3, d1), two);
            t0 = TSimd.MultiplyAdd(d0, four, TSimd.MultiplyAdd(d2, five, d4));
            t1 = TSimd.Add(even, odd);
            t2 = TSimd.Subtract(even, odd);
            t3 = TSimd.Add(farEven, farOdd);
            t4 = TSimd.Subtract(farEven, farOdd);
            t5 = TSimd.MultiplyAdd(d1, four, TSimd.MultiplyAdd(d3, five, d5));
        }
    }

    private static void WinogradOutput4(
        float* m, nint plane, int channels, float** pixels, float* bias, nint residual, bool accumulate, bool relu)
    {
        TVector* half = stackalloc TVector[24];
        TVector two = TSimd.Broadcast(2), four = TSimd.Broadcast(4), eight = TSimd.Broadcast(8);
        for (int c = 0; c < channels; c += TSimd.Count)
        {
            for (int x = 0; x < 6; x++)
            {
                float* source = m + x * plane + c;
                Transform(
                    TSimd.Load(source), TSimd.Load(source + 6 * plane), TSimd.Load(source + 12 * plane),
                    TSimd.Load(source + 18 * plane), TSimd.Load(source + 24 * plane), TSimd.Load(source + 30 * plane),
                    out half[x], out half[6 + x], out half[12 + x], out half[18 + x]);
            }
            TVector offset = bias == null ? TSimd.Zero : TSimd.Load(bias + c);
            for (int y = 0; y < 4; y++)
            {
                TVector* row = half + 6 * y;
                Transform(
                    row[0], row[1], row[2], row[3], row[4], row[5], out TVector y0, out TVector y1, out TVector y2, out TVector y3);
                FinishPixel(pixels[4 * y], c, TSimd.Add(y0, offset), residual, accumulate, relu);
                FinishPixel(pixels[4 * y + 1], c, TSimd.Add(y1, offset), residual, accumulate, relu);
                FinishPixel(pixels[4 * y + 2], c, TSimd.Add(y2, offset), residual, accumulate, relu);
                FinishPixel(pixels[4 * y + 3], c, TSimd.Add(y3, offset), residual, accumulate, relu);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Transform(
            TVector m0, TVector m1, TVector m2, TVector m3, TVector m4, TVector m5,
            out TVector y0, out TVector y1, out TVector y2, out TVector y3)
        {
            TVector sum = TSimd.Add(m1, m2), difference = TSimd.Subtract(m1, m2);
            TVector farSum = TSimd.Add(m3, m4), farDifference = TSimd.Subtract(m3, m4);
            y0 = TSimd.Add(TSimd.Add(m0, sum), farSum);
            y1 = TSimd.MultiplyAdd(farDifference, two, difference);
            y2 = TSimd.MultiplyAdd(farSum, four, sum);
            y3 = TSimd.Add(TSimd.MultiplyAdd(farDifference, eight, difference), m5);
        }
    }

    private static void WinogradWeights4(float* taps, nint tap, int columns, float* u, nint plane)
    {
        TVector* half = stackalloc TVector[18];
        TVector quarter = TSimd.Broadcast(1 / 4f), sixth = TSimd.Broadcast(1 / 6f), minusSixth = TSimd.Broadcast(-1 / 6f);
        TVector twelfth = TSimd.Broadcast(1 / 12f), twentyFourth = TSimd.Broadcast(1 / 24f);
        for (int c = 0; c < columns; c += TSimd.Count)
        {
            for (int x = 0; x < 3; x++)
            {
                float* source = taps + x * tap + c;
                Transform(
                    TSimd.Load(source), TSimd.Load(source + 3 * tap), TSimd.Load(source + 6 * tap),
                    out half[x], out half[3 + x], out half[6 + x], out half[9 + x], out half[12 + x], out half[15 + x]);
            }
            float* target = u + c;
            for (int y = 0; y < 6; y++, target += 6 * plane)
            {
                TVector* row = half + 3 * y;
                Transform(
                    row[0], row[1], row[2],
                    out TVector u0, out TVector u1, out TVector u2, out TVector u3, out TVector u4, out TVector u5);
                StoreRow(target, plane, u0, u1, u2, u3, u4, u5);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Transform(
            TVector g0, TVector g1, TVector g2,
            out TVector u0, out TVector u1, out TVector u2, out TVector u3, out TVector u4, out TVector u5)
        {
            TVector near = TSimd.Multiply(TSimd.Add(g0, g2), minusSixth), middle = TSimd.Multiply(g1, sixth);
            TVector far = TSimd.MultiplyAdd(g0, twentyFourth, TSimd.Multiply(g2, sixth)), farMiddle = TSimd.Multiply(g1, twelfth);
            u0 = TSimd.Multiply(g0, quarter);
            u1 = TSimd.Subtract(near, middle);
            u2 = TSimd.Add(near, middle);
            u3 = TSimd.Add(far, farMiddle);
            u4 = TSimd.Subtract(far, farMiddle);
            u5 = g2;
        }
    }

    public override void WinogradOutputGradient(float** pixels, int channels, float* m, nint plane, nint panelStride)
    {
        TVector* half = stackalloc TVector[24];
        TVector two = TSimd.Broadcast(2), four = TSimd.Broadcast(4);
        for (int c = 0; c < channels; c += TSimd.Count)
        {
            for (int x = 0; x < 4; x++)
            {
                Transform(
                    TSimd.Load(pixels[x] + c), TSimd.Load(pixels[4 + x] + c), TSimd.Load(pixels[8 + x] + c), TSimd.Load(pixels[12 + x] + c),
                    out half[x], out half[4 + x], out half[8 + x], out half[12 + x], out half[16 + x], out half[20 + x]);
            }
            float* target = m + c / PanelWidth * panelStride + c % PanelWidth;
            for (int y = 0; y < 6; y++, target += 6 * plane)
            {
                TVector* row = half + 4 * y;
                Transform(
                    row[0], row[1], row[2], row[3],
                    out TVector r0, out TVector r1, out TVector r2, out TVector r3, out TVector r4, out TVector r5);
                StoreRow(target, plane, r0, r1, r2, r3, r4, r5);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Transform(
            TVector y0, TVector y1, TVector y2, TVector y3,
            out TVector r0, out TVector r1, out TVector r2, out TVector r3, out TVector r4, out TVector r5)
        {
            TVector even = TSimd.Add(y0, y2), odd = TSimd.Add(y1, y3);
            TVector farEven = TSimd.MultiplyAdd(y2, four, y0), farOdd = TSimd.Multiply(TSimd.MultiplyAdd(y3, four, y1), two);
            r0 = y0;
            r1 = TSimd.Add(even, odd);
            r2 = TSimd.Subtract(even, odd);
            r3 = TSimd.Add(farEven, farOdd);
            r4 = TSimd.Subtract(farEven, farOdd);
            r5 = y3;
        }
    }

    public override void WinogradWeightsGradient(float* u, nint plane, int columns, float* taps, nint tap)
    {
        TVector* half = stackalloc TVector[18];
        TVector quarter = TSimd.Broadcast(1 / 4f), sixth = TSimd.Broadcast(1 / 6f);
        TVector twelfth = TSimd.Broadcast(1 / 12f), twentyFourth = TSimd.Broadcast(1 / 24f);
        for (int c = 0; c < columns; c += TSimd.Count)
        {
            for (int x = 0; x < 6; x++)
            {
                float* source = u + x * plane + c;
                Transform(
                    TSimd.Load(source), TSimd.Load(source + 6 * plane), TSimd.Load(source + 12 * plane),
                    TSimd.Load(source + 18 * plane), TSimd.Load(source + 24 * plane), TSimd.Load(source + 30 * plane),
                    out half[x], out half[6 + x], out half[12 + x]);
            }
            for (int y = 0; y < 3; y++)
            {
                TVector* row = half + 6 * y;
                Transform(row[0], row[1], row[2], row[3], row[4], row[5], out TVector w0, out TVector w1, out TVector w2);
                float* target = taps + 3 * y * tap + c;
                TSimd.Store(target, w0);
                TSimd.Store(target + tap, w1);
                TSimd.Store(target + 2 * tap, w2);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Transform(
            TVector u0, TVector u1, TVector u2, TVector u3, TVector u4, TVector u5, out TVector w0, out TVector w1, out TVector w2)
        {
            TVector near = TSimd.Multiply(TSimd.Add(u1, u2), sixth), far = TSimd.Add(u3, u4);
            w0 = TSimd.Subtract(TSimd.MultiplyAdd(u0, quarter, TSimd.Multiply(far, twentyFourth)), near);
            w1 = TSimd.MultiplyAdd(TSimd.Subtract(u3, u4), twelfth, TSimd.Multiply(TSimd.Subtract(u2, u1), sixth));
            w2 = TSimd.Add(TSimd.Subtract(TSimd.Multiply(far, sixth), near), u5);
        }
    }

    // What becomes of a pixel of the output; null for one beyond the map.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FinishPixel(float* pixel, int channel, TVector value, nint residual, bool accumulate, bool relu)
    {
        if (pixel == null)
            return;
        pixel += channel;
        if (accumulate)
            value = TSimd.Add(value, TSimd.Load(pixel));
        if (residual != 0)
            value = TSimd.Add(value, TSimd.Load(pixel + residual));
        TSimd.Store(pixel, relu ? TSimd.Max(value, TSimd.Zero) : value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow(float* target, nint plane, TVector t0, TVector t1, TVector t2, TVector t3, TVector t4, TVector t5)
    {
        TSimd.Store(target, t0);
        TSimd.Store(target + plane, t1);
        TSimd.Store(target + 2 * plane, t2);
        TSimd.Store(target + 3 * plane, t3);
        TSimd.Store(target + 4 * plane, t4);
        TSimd.Store(target + 5 * plane, t5);
    }
}
