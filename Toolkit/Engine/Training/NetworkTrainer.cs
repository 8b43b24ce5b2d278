using MLResNet.Engine.Layers;
using MLResNet.Engine.Networks;
using MLResNet.Engine.Optimizers;
using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Training;

/// <summary>
/// A network in training: forward, backward and update, one batch a step. Not for several threads at once; a step uses as many as
/// its options say, and its results do not depend on how many.
/// </summary>
public sealed partial class NetworkTrainer : IDisposable
{
    private readonly LayerContext _context;
    private readonly ResNet _network;
    private readonly LayerParameter[] _parameters;
    private readonly LayerParameter[] _trained;
    private readonly Optimizer _optimizer;
    private readonly float[][] _gradients;
    private readonly SoftmaxCrossEntropy _loss;
    private readonly MovingAverage? _average;
    private Tensor? _pixels;
    private Tensor? _slope;

    /// <summary>Takes a copy of the parameters to start from.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="initial">Its parameters.</param>
    /// <param name="options">Optimizer, loss, averaging, threads.</param>
    /// <exception cref="ArgumentException">The parameters are not those of the network, or an option is out of its range.</exception>
    /// <exception cref="PlatformNotSupportedException">The options ask for instructions that this processor lacks.</exception>
    public NetworkTrainer(ResNetSpec spec, NetworkParameters initial, TrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(initial);
        ArgumentNullException.ThrowIfNull(options);
        if (!initial.Spec.Equals(spec))
            throw new ArgumentException($"These are the parameters of '{initial.Spec.Id}', not of '{spec.Id}'.", nameof(initial));
        _loss = LossOf(options, spec.Classes);
        Spec = spec;
        _context = new LayerContext(options.Compute);
        _network = new ResNet(spec, _context);
        _parameters = [.. _network.Parameters];
        foreach (LayerParameter parameter in _parameters)
            parameter.Import(initial[parameter.Parameter.Name].Values);
        _trained = [.. _parameters.Where(parameter => parameter.Gradient is not null)];
        _gradients = [.. _trained.Select(parameter => parameter.Gradient!.Array)];
        _optimizer = Optimizer.Create(options.Optimizer, _trained.Select(parameter => parameter.Parameter));
        if (options.AverageDecay != 0)
            _average = new MovingAverage(options.AverageDecay, [.. _parameters.Select(parameter => parameter.Values.Array)]);
    }

    /// <summary>The network in training.</summary>
    public ResNetSpec Spec { get; }

    /// <summary>The vector instructions that the training runs on.</summary>
    public InstructionSet InstructionSet => _context.Compute.Kernels.InstructionSet;

    /// <summary>Steps taken so far.</summary>
    public int Steps => _optimizer.Steps;

    /// <summary>Learns from one batch.</summary>
    /// <param name="pixels">[labels.Length][height][width][channels].</param>
    /// <param name="labels">The true class of each image, 0 to classes - 1.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="learningRate">Length of the step, 0 or more.</param>
    /// <exception cref="ArgumentException">A span's length is not what the shape asks for, or a label is no class.</exception>
    public StepResult Step(ReadOnlySpan<float> pixels, ReadOnlySpan<int> labels, int height, int width, double learningRate)
    {
        foreach (int label in labels)
        {
            if ((uint)label >= (uint)Spec.Classes)
                throw new ArgumentException($"Label {label} is none of the {Spec.Classes} classes.", nameof(labels));
        }
        Tensor logits = Forward(pixels, labels.Length, height, width, training: true);
        Tensor.Ensure(ref _slope, logits.Batch, 1, 1, Spec.Classes);
        double loss = _loss.Evaluate(logits, labels, _slope);
        int correct = 0;
        for (int image = 0; image < labels.Length; image++)
        {
            if (MaximumAt(logits.Span.Slice(image * Spec.Classes, Spec.Classes)) == labels[image])
                correct++;
        }
        _network.BackwardParameters(_slope);
        _optimizer.Step(_gradients, learningRate, _context.Compute.Team);
        _average?.Update(Steps, _context.Compute.Team);
        return new StepResult(loss, correct);
    }

    /// <summary>
    /// The logits of a batch as a snapshot taken now would compute them: running statistics, averaged parameters where there are any.
    /// </summary>
    /// <param name="pixels">[batch][height][width][channels].</param>
    /// <param name="batch">Images, at least 1.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="logits">[batch][classes], written.</param>
    /// <exception cref="ArgumentException">A span's length is not what the shape asks for.</exception>
    public void Predict(ReadOnlySpan<float> pixels, int batch, int height, int width, Span<float> logits)
    {
        if (logits.Length != (long)batch * Spec.Classes)
        {
            throw new ArgumentException(
                $"{batch} images of {Spec.Classes} classes have {(long)batch * Spec.Classes} logits, not {logits.Length}.", nameof(logits));
        }
        _average?.Swap();
        try
        {
            Forward(pixels, batch, height, width, training: false).Span.CopyTo(logits);
        }
        finally
        {
            _average?.Swap();
        }
    }

    /// <summary>A copy of the parameters, averaged where the options ask for it.</summary>
    public NetworkParameters Snapshot() => _average is null ? Current() : Averaged();

    /// <summary>Frees all memory of the training.</summary>
    public void Dispose()
    {
        _network.Dispose();
        _context.Dispose();
        _pixels?.Dispose();
        _slope?.Dispose();
    }

    private static SoftmaxCrossEntropy LossOf(TrainerOptions options, int classes)
    {
        if (options.LabelSmoothing is not (>= 0 and < 1))
            throw new ArgumentException($"LabelSmoothing must be from 0 up to, but not, 1, not {options.LabelSmoothing}.", nameof(options));
        if (options.AverageDecay is not (>= 0 and < 1))
            throw new ArgumentException($"AverageDecay must be from 0 up to, but not, 1, not {options.AverageDecay}.", nameof(options));
        if (options.ClassWeights is { } weights && (weights.Count != classes || weights.Any(weight => !(weight > 0 && float.IsFinite(weight)))))
            throw new ArgumentException($"ClassWeights must be {classes} positive numbers, one a class.", nameof(options));
        return new SoftmaxCrossEntropy(options.LabelSmoothing, options.ClassWeights is null ? null : [.. options.ClassWeights]);
    }

    private static int MaximumAt(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best])
                best = i;
        }
        return best;
    }

    private Tensor Forward(ReadOnlySpan<float> pixels, int batch, int height, int width, bool training)
    {
        Tensor.Ensure(ref _pixels, batch, height, width, Spec.InputChannels);
        if (pixels.Length != _pixels.Length)
        {
            throw new ArgumentException(
                $"{batch} images of {height} x {width} take {_pixels.Length} floats, not {pixels.Length}.", nameof(pixels));
        }
        pixels.CopyTo(_pixels.Span);
        return _network.Forward(_pixels, training);
    }
}
