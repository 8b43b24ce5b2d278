using MLResNet.Engine.Networks;
using MLResNet.Engine.Tensors;
using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Inference;

/// <summary>
/// A network ready to predict: batch norms folded, weights packed once, memory planned ahead. Read-only and thread-safe; several
/// threads may run it at once, each with maps of its own.
/// </summary>
/// <remarks>
/// An image's logits do not depend on the batch that it is in, nor on the number of threads: they are the same bits.
/// </remarks>
public sealed partial class InferencePlan : IDisposable
{
    private readonly ThreadTeam _team;
    private readonly PlanPath _path;
    private readonly PlanPath? _classMaps; // of a plan that classifies; the same steps and one more
    private bool _disposed;

    private InferencePlan(ResNetSpec spec, PlannedStep[] steps, bool classifies, ComputeContext context)
    {
        _team = context.Team;
        Spec = spec;
        Outputs = steps[^1].Step.OutputChannels;
        _path = new PlanPath(steps);
        _classMaps = classifies ? new PlanPath(PlanBuilder.WithClassMaps(steps)) : null;
        InstructionSet = context.Kernels.InstructionSet;
    }

    /// <summary>The network that this plan runs.</summary>
    public ResNetSpec Spec { get; }

    /// <summary>Numbers that it gives for an image: classes, or, of a plan for features, those.</summary>
    public int Outputs { get; }

    /// <summary>The vector instructions that it runs on.</summary>
    public InstructionSet InstructionSet { get; }

    // The number of the step that pools; only the classifier may follow.
    private int Pooling => _path.Steps.Length - (_classMaps is null ? 1 : 2);

    /// <summary>
    /// Plans a network. The parameters are read once, into their packed form; the plan keeps no reference to them.
    /// </summary>
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
        ComputeContext context = new(options);
        var builder = new PlanBuilder(spec, parameters, context);
        return new InferencePlan(spec, builder.Build(classifies), classifies, context);
    }

    /// <summary>
    /// Computes the logits, or features, of a batch of images. Allocates nothing after the first run of a shape.
    /// </summary>
    /// <param name="pixels">[batch][height][width][channels], prepared as the network was trained.</param>
    /// <param name="batch">Images, at least 1.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="outputs">[batch][<see cref="Outputs"/>], written.</param>
    /// <exception cref="ArgumentException">A span's length is not what the shape asks for.</exception>
    /// <exception cref="ObjectDisposedException">The plan is disposed.</exception>
    public void Run(ReadOnlySpan<float> pixels, int batch, int height, int width, Span<float> outputs)
    {
        PlanPath.CheckPixels(pixels, batch, height, width, Spec.InputChannels);
        PlanPath.CheckLength(outputs, (long)batch * Outputs, nameof(outputs));
        PlanMemory memory = _path.Take();
        try
        {
            _path.Run(_path.Steps.Length, memory, pixels, batch, height, width, Spec.InputChannels)[^1].Span.CopyTo(outputs);
        }
        finally
        {
            _path.Return(memory);
        }
    }

    /// <summary>
    /// Computes what the classifier would read of a batch of images; of a plan for features, what <see cref="Run"/> gives.
    /// Allocates nothing after the first run of a shape.
    /// </summary>
    /// <param name="pixels">[batch][height][width][channels], prepared as the network was trained.</param>
    /// <param name="batch">Images, at least 1.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="features">[batch][<see cref="ResNetSpec.FeatureCount"/>], written.</param>
    /// <exception cref="ArgumentException">A span's length is not what the shape asks for.</exception>
    /// <exception cref="ObjectDisposedException">The plan is disposed.</exception>
    public void RunFeatures(ReadOnlySpan<float> pixels, int batch, int height, int width, Span<float> features)
    {
        PlanPath.CheckPixels(pixels, batch, height, width, Spec.InputChannels);
        PlanPath.CheckLength(features, (long)batch * Spec.FeatureCount(), nameof(features));
        PlanMemory memory = _path.Take();
        try
        {
            _path.Run(Pooling + 1, memory, pixels, batch, height, width, Spec.InputChannels)[Pooling + 1].Span.CopyTo(features);
        }
        finally
        {
            _path.Return(memory);
        }
    }

    /// <summary>
    /// Computes logits and, beside them, class maps: the classifier's weights applied at each position of the last feature map.
    /// The mean of a class's map over all positions, plus its bias, is its logit (Zhou et al. 2016, arXiv:1512.04150). Allocates
    /// nothing after the first run of a shape.
    /// </summary>
    /// <param name="pixels">[batch][height][width][channels], prepared as the network was trained.</param>
    /// <param name="batch">Images, at least 1.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="logits">[batch][<see cref="Outputs"/>], written: the bits that <see cref="Run"/> gives.</param>
    /// <param name="classMaps">
    /// [batch][rows][columns][<see cref="Outputs"/>], written; rows and columns are those of <see cref="LastMapSize"/>.
    /// </param>
    /// <exception cref="InvalidOperationException">The plan is one for features, which has no classes.</exception>
    /// <exception cref="ArgumentException">A span's length is not what the shape asks for.</exception>
    /// <exception cref="ObjectDisposedException">The plan is disposed.</exception>
    public void RunClassMaps(
        ReadOnlySpan<float> pixels, int batch, int height, int width, Span<float> logits, Span<float> classMaps)
    {
        PlanPath path = _classMaps ?? throw new InvalidOperationException("A plan for features has no classifier, so no class maps.");
        PlanPath.CheckPixels(pixels, batch, height, width, Spec.InputChannels);
        PlanPath.CheckLength(logits, (long)batch * Outputs, nameof(logits));
        PlanMemory memory = path.Take();
        try
        {
            // Arranged before anything is computed, the maps say how long the result is.
            ReadOnlySpan<Tensor> maps = memory.Arrange(path.Steps, batch, height, width, Spec.InputChannels);
            Tensor result = maps[PlanBuilder.ClassMapsOf(path.Steps)];
            PlanPath.CheckLength(classMaps, result.Length, nameof(classMaps));
            path.Run(path.Steps.Length, memory, pixels, batch, height, width, Spec.InputChannels)[^1].Span.CopyTo(logits);
            result.Span.CopyTo(classMaps);
        }
        finally
        {
            path.Return(memory);
        }
    }

    /// <summary>The rows and columns of the last feature map, which is pooled.</summary>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Pixels a row.</param>
    public (int Height, int Width) LastMapSize(int height, int width) => _path.SizeOf(_path.Steps[Pooling].Input, height, width);

    /// <summary>
    /// Leaves a core to the calling thread, which computes something else, until the result is disposed: runs of other threads meanwhile
    /// take the rest.
    /// </summary>
    internal OccupiedCore OccupyCore() => new(_team);

    /// <summary>Frees weights and maps. No run may be under way.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        _path.Dispose();
        _classMaps?.Dispose();
        foreach (PlannedStep step in _path.Steps)
            step.Step.Dispose();
    }
}
