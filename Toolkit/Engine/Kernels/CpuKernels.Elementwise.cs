namespace MLResNet.Engine.Kernels;

/// <content>Element by element.</content>
internal sealed unsafe partial class CpuKernels<TVector, TSimd>
{
    public override void Add(float* a, float* b, long count, bool relu, float* y)
    {
        long i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
        {
            TVector sum = TSimd.Add(TSimd.Load(a + i), TSimd.Load(b + i));
            TSimd.Store(y + i, relu ? TSimd.Max(sum, TSimd.Zero) : sum);
        }
        for (; i < count; i++)
        {
            float sum = a[i] + b[i];
            y[i] = relu ? Math.Max(sum, 0) : sum;
        }
    }

    public override void Gate(float* gradient, float* gate, long count, float* y)
    {
        long i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
            TSimd.Store(y + i, TSimd.WherePositive(TSimd.Load(gate + i), TSimd.Load(gradient + i)));
        for (; i < count; i++)
            y[i] = gate[i] > 0 ? gradient[i] : 0;
    }

    public override void MaxInto(float* x, int count, float* y)
    {
        int i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
            TSimd.Store(y + i, TSimd.Max(TSimd.Load(y + i), TSimd.Load(x + i)));
        for (; i < count; i++)
            y[i] = Math.Max(y[i], x[i]);
    }

    public override void RouteMaximum(float* x, float* y, int count, float* left, float* dx)
    {
        int i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
        {
            TVector rest = TSimd.Load(left + i);
            TVector routed = TSimd.WhereEqual(TSimd.Load(x + i), TSimd.Load(y + i), rest);
            TSimd.Store(dx + i, TSimd.Add(TSimd.Load(dx + i), routed));
            TSimd.Store(left + i, TSimd.Subtract(rest, routed));
        }
        for (; i < count; i++)
        {
            if (x[i] != y[i])
                continue;
            dx[i] += left[i];
            left[i] = 0;
        }
    }

    public override void Scale(float* x, int count, float factor, bool accumulate, float* y)
    {
        int i = 0;
        TVector factors = TSimd.Broadcast(factor);
        for (; i <= count - TSimd.Count; i += TSimd.Count)
        {
            TVector product = TSimd.Multiply(TSimd.Load(x + i), factors);
            TSimd.Store(y + i, accumulate ? TSimd.Add(TSimd.Load(y + i), product) : product);
        }
        for (; i < count; i++)
            y[i] = accumulate ? y[i] + x[i] * factor : x[i] * factor;
    }
}
