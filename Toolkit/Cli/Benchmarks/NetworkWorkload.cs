using MLResNet.Engine;
using MLResNet.Engine.Networks;

namespace MLResNet.Cli.Benchmarks;

/// <summary>What a benchmark runs: a network on batches of noise, which a network takes as long for as for photos.</summary>
/// <param name="Spec">The network.</param>
/// <param name="Batch">Images a run.</param>
/// <param name="Size">Side of the images.</param>
/// <param name="Compute">Threads and instructions.</param>
/// <param name="Time">How long to measure.</param>
internal sealed record NetworkWorkload(ResNetSpec Spec, int Batch, int Size, ComputeOptions Compute, MeasuringTime Time)
{
    private const double PeakSeconds = 0.3;

    /// <summary>Operations of a forward pass by the network's definition, a multiply-add being two.</summary>
    public double Operations => 2.0 * Batch * Spec.MultiplyAdds(Size);

    /// <summary>A batch of noise, the same every time.</summary>
    public float[] Pixels()
    {
        var random = new Random(1);
        float[] pixels = new float[checked(Batch * Size * Size * Spec.InputChannels)];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = random.NextSingle() * 4 - 2;
        return pixels;
    }

    /// <summary>The peak of the same threads and instructions, in 10^9 operations a second.</summary>
    public double PeakGflops() => FmaPeak.MeasureGflops(Compute, TimeSpan.FromSeconds(Math.Min(PeakSeconds, Time.Seconds / 4)));
}
