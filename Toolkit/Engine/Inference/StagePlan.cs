using MLResNet.Engine.Networks;

namespace MLResNet.Engine.Inference;

/// <summary>
/// A part of a network, ready to run: the beginning, up to the end of a stage, which stays as it is while the rest is trained,
/// see <see cref="Training.TrainerOptions.TrainedStages"/>; or what follows it, up to the features. Read-only and thread-safe, as
/// <see cref="InferencePlan"/> is, and with the same promise: an image's map does not depend on the batch that it is in, nor on
/// the number of threads. One part after the other gives the bits of a plan for features.
/// </summary>
public sealed class StagePlan : IDisposable
{
    private readonly PlanPath _path;
    private bool _disposed;

    private StagePlan(ResNetSpec spec, PlannedStep[] steps, int? inputChannels = null)
    {
        (Spec, InputChannels) = (spec, inputChannels ?? spec.InputChannels);
        Channels = steps[^1].Step.OutputChannels;
        _path = new PlanPath(steps);
    }

    /// <summary>The network.</summary>
    public ResNetSpec Spec { get; }

    /// <summary>Channels of the input: of the pixels, or of the map that the part begins with.</summary>
    public int InputChannels { get; }

    /// <summary>Channels of the last map; of a part that ends with the features, their number.</summary>
    public int Channels { get; }

    /// <summary>
    /// Plans the first stages of a network. The parameters are read once, those of the further stages not at all.
    /// </summary>
    /// <param name="spec">The network.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="stages">How many stages, 1 to all.</param>
    /// <param name="options">Threads and instructions; null for all cores and the widest.</param>
    /// <exception cref="ArgumentException">The parameters are not those of the network.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The network has not as many stages.</exception>
    /// <exception cref="PlatformNotSupportedException">The options ask for instructions that this processor lacks.</exception>
    public static StagePlan Create(ResNetSpec spec, IParameterSource parameters, int stages, ComputeOptions? options = null) =>
        new(spec, Builder(spec, parameters, stages, options).BuildStages(stages));

    /// <summary>
    /// Plans what follows the first stages: the other stages, and the pooling. Its input is a map of theirs, its result the
    /// features, a map of one row and one column.
    /// </summary>
    /// <param name="spec">The network.</param>
    /// <param name="parameters">Its parameters; those of the first stages are not read.</param>
    /// <param name="stages">How many stages go before, 1 to all.</param>
    /// <param name="options">Threads and instructions; null for all cores and the widest.</param>
    /// <inheritdoc cref="Create"/>
    public static StagePlan CreateAfter(ResNetSpec spec, IParameterSource parameters, int stages, ComputeOptions? options = null)
    {
        PlannedStep[] steps = Builder(spec, parameters, stages, options).BuildAfter(stages);
        return new StagePlan(spec, steps, new ResNetLayout(spec).Blocks.Last(block => block.Stage < stages).OutputChannels);
    }

    /// <summary>Rows and columns of the last map.</summary>
    /// <param name="height">Rows of an image, or of the map that the part begins with.</param>
    /// <param name="width">Pixels a row.</param>
    /// <exception cref="ArgumentOutOfRangeException">The image has none.</exception>
    public (int Height, int Width) MapSize(int height, int width) => _path.SizeOf(_path.Steps.Length, height, width);

    /// <summary>Computes the last maps of a batch of images. Allocates nothing after the first run of a shape.</summary>
    /// <param name="pixels">
    /// [batch][height][width][<see cref="InputChannels"/>]: pixels, prepared as the network was trained, or maps of the part
    /// before.
    /// </param>
    /// <param name="batch">Images, at least 1.</param>
    /// <param name="height">Rows of an image, or of its map.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="maps">
    /// [batch][rows][columns][<see cref="Channels"/>], written; rows and columns are those of <see cref="MapSize"/>.
    /// </param>
    /// <exception cref="ArgumentException">A span's length is not what the shape asks for.</exception>
    /// <exception cref="ObjectDisposedException">The plan is disposed.</exception>
    public void Run(ReadOnlySpan<float> pixels, int batch, int height, int width, Span<float> maps)
    {
        PlanPath.CheckPixels(pixels, batch, height, width, InputChannels);
        PlanMemory memory = _path.Take();
        try
        {
            // Arranged before anything is computed, the maps say how long the result is.
            PlanPath.CheckLength(maps, memory.Arrange(_path.Steps, batch, height, width, InputChannels)[^1].Length, nameof(maps));
            _path.Run(_path.Steps.Length, memory, pixels, batch, height, width, InputChannels)[^1].Span.CopyTo(maps);
        }
        finally
        {
            _path.Return(memory);
        }
    }

    /// <summary>Frees weights and maps. No run may be under way.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        _path.Dispose();
        foreach (PlannedStep step in _path.Steps)
            step.Step.Dispose();
    }

    private static PlanBuilder Builder(ResNetSpec spec, IParameterSource parameters, int stages, ComputeOptions? options)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentOutOfRangeException.ThrowIfLessThan(stages, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stages, spec.Depths.Length);
        return new PlanBuilder(spec, parameters, new ComputeContext(options));
    }
}
