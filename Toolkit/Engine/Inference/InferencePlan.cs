using MLResNet.Engine.Networks;
using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Inference;

/// <summary>
/// A network ready to predict: batch norms folded, weights packed once, memory planned ahead. Read-only and thread-safe; several
/// threads may run it at once, each with maps of its own.
/// </summary>
/// <remarks>An image's logits do not depend on the batch that it is in, nor on the number of threads: they are the same bits.</remarks>
public sealed partial class InferencePlan : IDisposable
{
    private readonly PlannedStep[] _steps;
    private readonly Stack<PlanMemory> _idle = new();
    private bool _disposed;

    private InferencePlan(ResNetSpec spec, int outputs, PlannedStep[] steps, InstructionSet instructionSet)
    {
        Spec = spec;
        Outputs = outputs;
        _steps = steps;
        InstructionSet = instructionSet;
    }

    /// <summary>The network that this plan runs.</summary>
    public ResNetSpec Spec { get; }

    /// <summary>Numbers that it gives for an image: classes, or, of a plan for features, those.</summary>
    public int Outputs { get; }

    /// <summary>The vector instructions that it runs on.</summary>
    public InstructionSet InstructionSet { get; }

    /// <summary>Plans a network. The parameters are read once, into their packed form; the plan keeps no reference to them.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="options">Threads and instructions; null for all cores and the widest.</param>
    /// <exception cref="ArgumentException">The parameters are not those of the network.</exception>
    /// <exception cref="PlatformNotSupportedException">The options ask for instructions that this processor lacks.</exception>
    public static InferencePlan Create(ResNetSpec spec, IParameterSource parameters, ComputeOptions? options = null) =>
        Create(spec, parameters, classifies: true, options);

    /// <summary>
    /// Plans a network without its classifier: a run gives the features that the classifier would read,
    /// <see cref="ResNetSpec.FeatureCount"/> of them an image.
    /// </summary>
    /// <inheritdoc cref="Create(ResNetSpec, IParameterSource, ComputeOptions?)"/>
    public static InferencePlan CreateForFeatures(ResNetSpec spec, IParameterSource parameters, ComputeOptions? options = null) =>
        Create(spec, parameters, classifies: false, options);

    private static InferencePlan Create(ResNetSpec spec, IParameterSource parameters, bool classifies, ComputeOptions? options)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(parameters);
        if (!parameters.Spec.Equals(spec))
            throw new ArgumentException($"These are the parameters of '{parameters.Spec.Id}', not of '{spec.Id}'.", nameof(parameters));
        ComputeContext context = new(options);
        return new InferencePlan(
            spec, classifies ? spec.Classes : spec.FeatureCount(), new PlanBuilder(parameters, classifies, context).Build(),
            context.Kernels.InstructionSet);
    }

    /// <summary>Computes the logits, or features, of a batch of images. Allocates nothing after the first run of a shape.</summary>
    /// <param name="pixels">[batch][height][width][channels], prepared as the network was trained.</param>
    /// <param name="batch">Images, at least 1.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="outputs">[batch][<see cref="Outputs"/>], written.</param>
    /// <exception cref="ArgumentException">A span's length is not what the shape asks for.</exception>
    /// <exception cref="ObjectDisposedException">The plan is disposed.</exception>
    public void Run(ReadOnlySpan<float> pixels, int batch, int height, int width, Span<float> outputs)
    {
        CheckPixels(pixels, batch, height, width);
        if (outputs.Length != (long)batch * Outputs)
        {
            throw new ArgumentException(
                $"{batch} images of {Outputs} outputs take {(long)batch * Outputs} floats, not {outputs.Length}.", nameof(outputs));
        }

        PlanMemory memory = Take();
        try
        {
            ReadOnlySpan<Tensor> maps = memory.Arrange(_steps, batch, height, width, Spec.InputChannels);
            pixels.CopyTo(maps[0].Span);
            for (int i = 0; i < _steps.Length; i++)
                RunStep(i, maps);
            maps[^1].Span.CopyTo(outputs);
        }
        finally
        {
            Return(memory);
        }
    }

    /// <summary>Frees weights and maps. No run may be under way.</summary>
    public void Dispose()
    {
        lock (_idle)
        {
            if (_disposed)
                return;
            _disposed = true;
            while (_idle.TryPop(out PlanMemory? memory))
                memory.Dispose();
        }
        foreach (PlannedStep step in _steps)
            step.Step.Dispose();
    }

    private void CheckPixels(ReadOnlySpan<float> pixels, int batch, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        long expected = checked((long)batch * height * width * Spec.InputChannels);
        if (pixels.Length != expected)
            throw new ArgumentException($"{batch} images of {height} x {width} take {expected} floats, not {pixels.Length}.", nameof(pixels));
    }

    private void RunStep(int index, ReadOnlySpan<Tensor> maps)
    {
        PlannedStep step = _steps[index];
        step.Step.Run(maps[step.Input], step.Residual is { } residual ? maps[residual] : null, maps[index + 1]);
    }

    private PlanMemory Take()
    {
        lock (_idle)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _idle.TryPop(out PlanMemory? memory) ? memory : new PlanMemory();
        }
    }

    private void Return(PlanMemory memory)
    {
        lock (_idle)
        {
            if (_disposed)
                memory.Dispose();
            else
                _idle.Push(memory);
        }
    }
}
