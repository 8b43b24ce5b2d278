using MLResNet.Engine.Networks;

namespace MLResNet.Engine.Inference;

/// <summary>
/// A batch norm with its running statistics, as the straight line that it is for each channel: x * scale + shift.
/// </summary>
internal sealed record ChannelAffine(double[] Scale, double[] Shift)
{
    public static ChannelAffine Of(NormSpec norm, IParameterSource parameters)
    {
        double[] scale = new double[norm.Channels], shift = new double[norm.Channels];
        ReadOnlySpan<float> values = parameters.Read(norm.VarianceName);
        for (int c = 0; c < scale.Length; c++)
            scale[c] = Math.Sqrt(values[c] + norm.Epsilon);
        values = parameters.Read(norm.ScaleName);
        for (int c = 0; c < scale.Length; c++)
            scale[c] = values[c] / scale[c];
        values = parameters.Read(norm.MeanName);
        for (int c = 0; c < scale.Length; c++)
            shift[c] = -values[c] * scale[c];
        values = parameters.Read(norm.ShiftName);
        for (int c = 0; c < scale.Length; c++)
            shift[c] += values[c];
        return new(scale, shift);
    }
}
