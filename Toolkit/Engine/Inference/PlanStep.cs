using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Inference;

/// <summary>
/// One step of a plan: reads a map, writes another. Holds read-only weights; runs on any thread, several at once.
/// </summary>
internal abstract class PlanStep : IDisposable
{
    /// <summary>The layer's name, as its parameters have it.</summary>
    public required string Name { get; init; }

    /// <summary>Channels of the map written.</summary>
    public abstract int OutputChannels { get; }

    /// <summary>Size of the map written, for one read.</summary>
    public abstract (int Height, int Width) OutputSize(int height, int width);

    /// <param name="x">The map read.</param>
    /// <param name="residual">A map of y's shape to add, where the step takes one.</param>
    /// <param name="y">The map to write; apart from the others.</param>
    public abstract void Run(Tensor x, Tensor? residual, Tensor y);

    /// <summary>What <see cref="Run"/> does to these maps.</summary>
    public abstract StepWork Work(Tensor x, Tensor y);

    public virtual void Dispose() { }
}
