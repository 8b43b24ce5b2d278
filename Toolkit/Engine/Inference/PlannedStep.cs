using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Inference;

/// <summary>A step and the maps it works on: map 0 holds the pixels, map i + 1 what step i writes.</summary>
/// <param name="Input">The map read.</param>
/// <param name="Residual">The map added, if any.</param>
/// <param name="Slot">Where the map written lies; the pixels lie in slot 0.</param>
internal sealed record PlannedStep(PlanStep Step, int Input, int? Residual, int Slot)
{
    /// <summary>Rows and columns of all maps that steps work on, for pixels of so many.</summary>
    /// <param name="steps">The first steps of a path.</param>
    /// <param name="height">Rows of the pixels.</param>
    /// <param name="width">Pixels a row.</param>
    /// <returns>One more than there are steps.</returns>
    public static (int Height, int Width)[] MapSizes(ReadOnlySpan<PlannedStep> steps, int height, int width)
    {
        var sizes = new (int Height, int Width)[steps.Length + 1];
        sizes[0] = (height, width);
        for (int i = 0; i < steps.Length; i++)
        {
            (int h, int w) = sizes[steps[i].Input];
            sizes[i + 1] = steps[i].Step.OutputSize(h, w);
        }
        return sizes;
    }

    /// <summary>Runs the step.</summary>
    /// <param name="maps">All maps.</param>
    /// <param name="output">The number of the one that it writes.</param>
    public void Run(ReadOnlySpan<Tensor> maps, int output) =>
        Step.Run(maps[Input], Residual is { } residual ? maps[residual] : null, maps[output]);
}
