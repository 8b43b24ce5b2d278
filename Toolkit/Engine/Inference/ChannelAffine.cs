using MLResNet.Engine.Networks;

namespace MLResNet.Engine.Inference;

/// <summary>A batch norm with its running statistics, as the straight line that it is for each channel: x * scale + shift.</summary>
internal sealed record ChannelAffine(double[] Scale, double[] Shift)
{
    public static ChannelAffine Of(NormSpec norm, NetworkParameters parameters)
    {
        float[] gamma = parameters[norm.ScaleName].Values, beta = parameters[norm.ShiftName].Values;
        float[] mean = parameters[norm.MeanName].Values, variance = parameters[norm.VarianceName].Values;
        double[] scale = new double[norm.Channels], shift = new double[norm.Channels];
        for (int c = 0; c < norm.Channels; c++)
        {
            scale[c] = gamma[c] / Math.Sqrt(variance[c] + norm.Epsilon);
            shift[c] = beta[c] - mean[c] * scale[c];
        }
        return new(scale, shift);
    }
}
