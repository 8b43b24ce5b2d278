namespace MLResNet.Engine.Kernels;

/// <content>What batch norm needs. x, gradients and outputs are [rows][channels], the rest one number a channel.</content>
internal sealed unsafe partial class CpuKernels<TVector, TSimd>
{
    public override void ChannelMoments(float* x, int rows, int channels, float* mean, float* squares)
    {
        // Two passes over rows that fit the nearest cache: deviations from the true mean lose no digits.
        float inverse = 1f / rows;
        int channel = 0;
        for (; channel <= channels - TSimd.Count; channel += TSimd.Count)
        {
            TVector sum0 = TSimd.Zero, sum1 = TSimd.Zero;
            float* p = x + channel;
            int row = 0;
            for (; row <= rows - 2; row += 2, p += 2 * channels)
            {
                sum0 = TSimd.Add(sum0, TSimd.Load(p));
                sum1 = TSimd.Add(sum1, TSimd.Load(p + channels));
            }
            if (row < rows)
                sum0 = TSimd.Add(sum0, TSimd.Load(p));
            TVector average = TSimd.Multiply(TSimd.Add(sum0, sum1), TSimd.Broadcast(inverse));

            TVector square0 = TSimd.Zero, square1 = TSimd.Zero;
            p = x + channel;
            row = 0;
            for (; row <= rows - 2; row += 2, p += 2 * channels)
            {
                TVector d0 = TSimd.Subtract(TSimd.Load(p), average), d1 = TSimd.Subtract(TSimd.Load(p + channels), average);
                square0 = TSimd.MultiplyAdd(d0, d0, square0);
                square1 = TSimd.MultiplyAdd(d1, d1, square1);
            }
            if (row < rows)
            {
                TVector d = TSimd.Subtract(TSimd.Load(p), average);
                square0 = TSimd.MultiplyAdd(d, d, square0);
            }
            TSimd.Store(mean + channel, average);
            TSimd.Store(squares + channel, TSimd.Add(square0, square1));
        }
        for (; channel < channels; channel++)
        {
            float sum = 0, square = 0;
            for (int row = 0; row < rows; row++)
                sum += x[(nint)row * channels + channel];
            float average = sum * inverse;
            for (int row = 0; row < rows; row++)
            {
                float d = x[(nint)row * channels + channel] - average;
                square += d * d;
            }
            mean[channel] = average;
            squares[channel] = square;
        }
    }

    public override void ScaleShift(
        float* x, float* residual, int rows, int channels, float* scale, float* shift, bool relu, float* y)
    {
        for (int row = 0; row < rows; row++, x += channels, y += channels)
        {
            int i = 0;
            for (; i <= channels - TSimd.Count; i += TSimd.Count)
            {
                TVector value = TSimd.MultiplyAdd(TSimd.Load(x + i), TSimd.Load(scale + i), TSimd.Load(shift + i));
                if (residual != null)
                    value = TSimd.Add(value, TSimd.Load(residual + i));
                TSimd.Store(y + i, relu ? TSimd.Max(value, TSimd.Zero) : value);
            }
            for (; i < channels; i++)
            {
                float value = x[i] * scale[i] + shift[i];
                if (residual != null)
                    value += residual[i];
                y[i] = relu ? Math.Max(value, 0) : value;
            }
            if (residual != null)
                residual += channels;
        }
    }

    public override void GradientMoments(
        float* gradient, float* gate, float* x, float* mean, int rows, int channels, float* sum, float* product)
    {
        int channel = 0;
        for (; channel <= channels - TSimd.Count; channel += TSimd.Count)
        {
            TVector total = TSimd.Zero, products = TSimd.Zero, average = TSimd.Load(mean + channel);
            for (nint row = 0, at = channel; row < rows; row++, at += channels)
            {
                TVector g = TSimd.Load(gradient + at);
                if (gate != null)
                    g = TSimd.WherePositive(TSimd.Load(gate + at), g);
                total = TSimd.Add(total, g);
                products = TSimd.MultiplyAdd(g, TSimd.Subtract(TSimd.Load(x + at), average), products);
            }
            TSimd.Store(sum + channel, total);
            TSimd.Store(product + channel, products);
        }
        for (; channel < channels; channel++)
        {
            float total = 0, products = 0;
            for (nint row = 0, at = channel; row < rows; row++, at += channels)
            {
                float g = gate == null || gate[at] > 0 ? gradient[at] : 0;
                total += g;
                products += g * (x[at] - mean[channel]);
            }
            sum[channel] = total;
            product[channel] = products;
        }
    }

    public override void GradientCombine(
        float* gradient, float* gate, float* x, int rows, int channels, float* a, float* b, float* c, float* addend, float* dx, float* gated)
    {
        nint at = 0;
        for (int row = 0; row < rows; row++, at += channels)
        {
            int i = 0;
            for (; i <= channels - TSimd.Count; i += TSimd.Count)
            {
                TVector g = TSimd.Load(gradient + at + i);
                if (gate != null)
                    g = TSimd.WherePositive(TSimd.Load(gate + at + i), g);
                if (gated != null)
                    TSimd.Store(gated + at + i, g);
                TVector value = TSimd.MultiplyAdd(TSimd.Load(x + at + i), TSimd.Load(b + i), TSimd.Load(c + i));
                value = TSimd.MultiplyAdd(g, TSimd.Load(a + i), value);
                if (addend != null)
                    value = TSimd.Add(value, TSimd.Load(addend + at + i));
                TSimd.Store(dx + at + i, value);
            }
            for (; i < channels; i++)
            {
                float g = gate == null || gate[at + i] > 0 ? gradient[at + i] : 0;
                if (gated != null)
                    gated[at + i] = g;
                float value = x[at + i] * b[i] + c[i] + g * a[i];
                dx[at + i] = addend == null ? value : value + addend[at + i];
            }
        }
    }
}
