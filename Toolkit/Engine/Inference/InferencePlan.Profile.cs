using System.Diagnostics;
using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Inference;

public sealed partial class InferencePlan
{
    /// <summary>Runs a batch several times and measures every step by itself.</summary>
    /// <param name="pixels">[batch][height][width][channels].</param>
    /// <param name="batch">Images, at least 1.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="runs">How often, at least 1; run the plan before, so that nothing is measured that happens only once.</param>
    /// <returns>The steps in the order in which they run.</returns>
    /// <exception cref="ArgumentException">The span's length is not what the shape asks for.</exception>
    /// <exception cref="ObjectDisposedException">The plan is disposed.</exception>
    public IReadOnlyList<StepProfile> Profile(ReadOnlySpan<float> pixels, int batch, int height, int width, int runs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 1);
        PlanPath.CheckPixels(pixels, batch, height, width, Spec.InputChannels);
        PlannedStep[] steps = _path.Steps;
        PlanMemory memory = _path.Take();
        try
        {
            ReadOnlySpan<Tensor> maps = memory.Arrange(steps, batch, height, width, Spec.InputChannels);
            long[][] ticks = [.. steps.Select(_ => new long[runs])];
            for (int run = 0; run < runs; run++)
            {
                pixels.CopyTo(maps[0].Span);
                for (int i = 0; i < steps.Length; i++)
                {
                    long start = Stopwatch.GetTimestamp();
                    steps[i].Run(maps, i + 1);
                    ticks[i][run] = Stopwatch.GetTimestamp() - start;
                }
            }
            StepProfile[] profiles = new StepProfile[steps.Length];
            for (int i = 0; i < profiles.Length; i++)
                profiles[i] = Describe(steps[i], maps, maps[i + 1], Median(ticks[i]));
            return profiles;
        }
        finally
        {
            _path.Return(memory);
        }
    }

    private static StepProfile Describe(PlannedStep step, ReadOnlySpan<Tensor> maps, Tensor output, double seconds)
    {
        Tensor input = maps[step.Input];
        StepWork work = step.Step.Work(input, output);
        long floats = input.Length + output.Length + (step.Residual is { } residual ? maps[residual].Length : 0);
        return new StepProfile
        {
            Name = step.Step.Name,
            Algorithm = work.Algorithm,
            Kernel = work.Kernel,
            Stride = work.Stride,
            Input = (input.Height, input.Width, input.Channels),
            Output = (output.Height, output.Width, output.Channels),
            Seconds = seconds,
            MultiplyAdds = work.MultiplyAdds,
            Bytes = floats * sizeof(float) + work.WeightBytes,
        };
    }

    private static double Median(long[] ticks)
    {
        Array.Sort(ticks);
        return (ticks[(ticks.Length - 1) / 2] + ticks[ticks.Length / 2]) / 2.0 / Stopwatch.Frequency;
    }
}
