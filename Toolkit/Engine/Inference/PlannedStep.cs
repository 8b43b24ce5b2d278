using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Inference;

/// <summary>A step and the maps it works on: map 0 holds the pixels, map i + 1 what step i writes.</summary>
/// <param name="Input">The map read.</param>
/// <param name="Residual">The map added, if any.</param>
/// <param name="Slot">Where the map written lies; the pixels lie in slot 0.</param>
internal sealed record PlannedStep(PlanStep Step, int Input, int? Residual, int Slot)
{
    /// <summary>Runs the step.</summary>
    /// <param name="maps">All maps.</param>
    /// <param name="output">The number of the one that it writes.</param>
    public void Run(ReadOnlySpan<Tensor> maps, int output) =>
        Step.Run(maps[Input], Residual is { } residual ? maps[residual] : null, maps[output]);
}
