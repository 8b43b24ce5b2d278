namespace MLResNet.Engine.Kernels.Convolutions;

/// <summary>
/// Carries weights between PyTorch's order, [out][in][taps], and the kernels', [taps][in][out], in which the outputs lie side by
/// side.
/// </summary>
internal static unsafe class WeightLayout
{
    public static void ToKernels(ReadOnlySpan<float> weights, int outputs, int inputs, int taps, float* target)
    {
        for (int o = 0, at = 0; o < outputs; o++)
        {
            for (int i = 0; i < inputs; i++)
            {
                for (int tap = 0; tap < taps; tap++)
                    target[((nint)tap * inputs + i) * outputs + o] = weights[at++];
            }
        }
    }

    public static void FromKernels(float* source, int outputs, int inputs, int taps, Span<float> weights)
    {
        for (int o = 0, at = 0; o < outputs; o++)
        {
            for (int i = 0; i < inputs; i++)
            {
                for (int tap = 0; tap < taps; tap++)
                    weights[at++] = source[((nint)tap * inputs + i) * outputs + o];
            }
        }
    }
}
