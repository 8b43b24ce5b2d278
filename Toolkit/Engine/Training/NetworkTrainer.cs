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
    private readonly SoftmaxCrossEntropy _classLoss;
    private readonly SigmoidCrossEntropy _labelLoss;
    private readonly MovingAverage? _average;
    private readonly GradientSum _sum;
    private readonly int _microBatchSize;
    private readonly Parameter[] _frozen;
    private Tensor? _pixels;
    private Tensor? _slope;

    /// <summary>Takes a copy of the parameters to start from.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="initial">Its parameters.</param>
    /// <param name="options">Optimizer, loss, averaging, threads.</param>
    /// <exception cref="ArgumentException">
    /// The parameters are not those of the network, or an option is out of its range.
    /// </exception>
    /// <exception cref="PlatformNotSupportedException">The options ask for instructions that this processor lacks.</exception>
    public NetworkTrainer(ResNetSpec spec, NetworkParameters initial, TrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(initial);
        ArgumentNullException.ThrowIfNull(options);
        if (!initial.Spec.Equals(spec))
            throw new ArgumentException($"These are the parameters of '{initial.Spec.Id}', not of '{spec.Id}'.", nameof(initial));
        CheckLoss(options, spec.Classes);
        Check(options, spec.Depths.Length);
        _classLoss = new SoftmaxCrossEntropy(options.LabelSmoothing, options.ClassWeights is null ? null : [.. options.ClassWeights]);
        _labelLoss = new SigmoidCrossEntropy(options.LabelSmoothing, options.LabelWeights is null ? null : [.. options.LabelWeights]);
        Spec = spec;
        TrainedStages = options.TrainedStages ?? spec.Depths.Length;
        _microBatchSize = options.MicroBatchSize ?? int.MaxValue;
        _context = new LayerContext(options.Compute) { FreezesNorms = options.FreezeNorms };
        _network = new ResNet(spec, _context, TrainedStages);
        _parameters = [.. _network.Parameters];
        foreach (LayerParameter parameter in _parameters)
            parameter.Import(initial[parameter.Parameter.Name].Values);
        HashSet<string> own = [.. _parameters.Select(parameter => parameter.Parameter.Name)];
        _frozen = [.. initial.Where(parameter => !own.Contains(parameter.Name)).Select(parameter => parameter.Clone())];
        (LayerParameter Parameter, int Depth)[] trained =
            [.. _parameters.Zip(_network.Depths).Where(pair => pair.First.Gradient is not null)];
        _trained = [.. trained.Select(pair => pair.Parameter)];
        _gradients = [.. _trained.Select(parameter => parameter.Gradient!.Array)];
        _sum = new GradientSum(_gradients);
        _optimizer = Optimizer.Create(
            options.Optimizer, _trained.Select(parameter => parameter.Parameter), trained.Select(pair => Math.Pow(options.RateDecay, pair.Depth)));
        if (options.AverageDecay != 0)
            _average = new MovingAverage(options.AverageDecay, [.. _parameters.Select(parameter => parameter.Values.Array)]);
    }

    /// <summary>The network in training.</summary>
    public ResNetSpec Spec { get; }

    /// <summary>How many of the last stages are trained.</summary>
    public int TrainedStages { get; }

    /// <summary>Channels of what a step takes: those of a pixel, or of the map before the stages that are trained.</summary>
    public int InputChannels => _network.InputChannels;

    /// <summary>
    /// What a step changes, as its gradient says: not the running statistics, nor what is frozen. The order is that of a state's
    /// moments.
    /// </summary>
    public IReadOnlyList<ParameterDescription> TrainedParameters => [.. _trained.Select(parameter => parameter.Parameter.Description)];

    /// <summary>The vector instructions that the training runs on.</summary>
    public InstructionSet InstructionSet => _context.Compute.Kernels.InstructionSet;

    /// <summary>Steps taken so far.</summary>
    public int Steps => _optimizer.Steps;

    /// <summary>Learns from one batch.</summary>
    /// <param name="pixels">
    /// [labels.Length][height][width][<see cref="InputChannels"/>]; maps where not all stages are trained.
    /// </param>
    /// <param name="labels">The true class of each image, 0 to classes - 1.</param>
    /// <param name="height">Rows of an image, or of its map.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="learningRate">Length of the step, 0 or more.</param>
    /// <exception cref="ArgumentException">A span's length is not what the shape asks for, or a label is no class.</exception>
    public StepResult Step(ReadOnlySpan<float> pixels, ReadOnlySpan<int> labels, int height, int width, double learningRate) =>
        Step(pixels, new LabelMixture(labels), height, width, learningRate);

    /// <summary>Learns from one batch of images that are mixtures of two.</summary>
    /// <param name="pixels">
    /// [labels.Length][height][width][<see cref="InputChannels"/>]; maps where not all stages are trained.
    /// </param>
    /// <param name="labels">The true classes of each image, 0 to classes - 1.</param>
    /// <param name="height">Rows of an image, or of its map.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="learningRate">Length of the step, 0 or more.</param>
    /// <param name="teacher">What another network says of the images; by default nothing.</param>
    /// <exception cref="ArgumentException">
    /// A span's length is not what the shape asks for, a label is no class, or the teacher's answers are not for these images.
    /// </exception>
    public StepResult Step(
        ReadOnlySpan<float> pixels, LabelMixture labels, int height, int width, double learningRate, TeacherAnswers teacher = default)
    {
        CheckLabels(labels.First);
        CheckLabels(labels.Second);
        CheckTeacher(teacher, labels.Length);
        return Step(pixels, new BatchTargets(labels, teacher), height, width, learningRate);
    }

    /// <summary>
    /// Learns from one batch of images that may have any number of labels, each for itself: binary cross-entropy.
    /// </summary>
    /// <param name="pixels">[images][height][width][<see cref="InputChannels"/>]; maps where not all stages are trained.</param>
    /// <param name="targets">
    /// [images][classes]: 1 where an image has a label and 0 where it has not; in between for mixtures of images.
    /// </param>
    /// <param name="height">Rows of an image, or of its map.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="learningRate">Length of the step, 0 or more.</param>
    /// <param name="teacher">What another network says of the images; by default nothing.</param>
    /// <exception cref="ArgumentException">
    /// A span's length is not what the shape asks for, a target is not 0 to 1, or the teacher's answers are not for these images.
    /// </exception>
    public StepResult Step(
        ReadOnlySpan<float> pixels, ReadOnlySpan<float> targets, int height, int width, double learningRate, TeacherAnswers teacher = default)
    {
        if (targets.Length % Spec.Classes != 0)
            throw new ArgumentException($"{targets.Length} targets are not {Spec.Classes} an image.", nameof(targets));
        foreach (float target in targets)
        {
            if (target is not (>= 0 and <= 1))
                throw new ArgumentException($"A target is 0 to 1, not {target}.", nameof(targets));
        }
        CheckTeacher(teacher, targets.Length / Spec.Classes);
        return Step(pixels, new BatchTargets(targets, Spec.Classes, teacher), height, width, learningRate);
    }

    private StepResult Step(ReadOnlySpan<float> pixels, BatchTargets targets, int height, int width, double learningRate)
    {
        CheckLength(pixels, targets.Images, height, width);
        int images = targets.Images, parts = (images - 1) / _microBatchSize + 1;
        int pixelsPerImage = pixels.Length / images;
        double loss = 0;
        int correct = 0;
        for (int part = 0; part < parts; part++)
        {
            int first = (int)((long)images * part / parts), end = (int)((long)images * (part + 1) / parts);
            StepResult result = Learn(
                pixels[(first * pixelsPerImage)..(end * pixelsPerImage)], targets.Slice(first, end, Spec.Classes), height, width, images);
            loss += result.Loss;
            correct += result.Correct;
            if (parts > 1)
                _sum.Add(isFirst: part == 0, _context.Compute.Team);
        }
        _optimizer.Step(parts > 1 ? _sum.Values : _gradients, learningRate, _context.Compute.Team);
        _average?.Update(Steps, _context.Compute.Team);
        return new StepResult(loss, correct);
    }

    /// <summary>
    /// Takes the statistics of a batch into the running ones of the batch norms that are not frozen, and learns nothing else.
    /// </summary>
    /// <param name="pixels">[batch][height][width][<see cref="InputChannels"/>]; maps where not all stages are trained.</param>
    /// <param name="batch">Images, at least 1.</param>
    /// <param name="height">Rows of an image, or of its map.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="share">
    /// What the batch is of the statistics, above 0 to 1: 1 / n for the n-th one leaves the mean over all of them.
    /// </param>
    /// <exception cref="ArgumentException">The span's length is not what the shape asks for.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of its range.</exception>
    public void Observe(ReadOnlySpan<float> pixels, int batch, int height, int width, double share)
    {
        if (share is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "The share has to be above 0 and at most 1.");
        _context.NormMomentum = (float)share;
        try
        {
            Forward(pixels, batch, height, width, training: true);
        }
        finally
        {
            _context.NormMomentum = BatchNorm2d.Momentum;
        }
    }

    /// <summary>
    /// The logits of a batch as a snapshot taken now would compute them: running statistics, averaged parameters where there are
    /// any.
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

    /// <summary>A copy of the parameters, those that are not trained among them; averaged where the options ask for it.</summary>
    public NetworkParameters Snapshot() => _average is null ? Current() : Averaged();

    /// <summary>Frees all memory of the training.</summary>
    public void Dispose()
    {
        _network.Dispose();
        _context.Dispose();
        _pixels?.Dispose();
        _slope?.Dispose();
    }

    private static void Check(TrainerOptions options, int stages)
    {
        if (options.TrainedStages is { } trained && (trained < 0 || trained > stages))
            throw new ArgumentException($"TrainedStages must be 0 to {stages}, not {trained}.", nameof(options));
        if (options.RateDecay is not (> 0 and <= 1))
            throw new ArgumentException($"RateDecay must be above 0 and at most 1, not {options.RateDecay}.", nameof(options));
        if (options.MicroBatchSize is < 1)
            throw new ArgumentException($"MicroBatchSize must be at least 1, not {options.MicroBatchSize}.", nameof(options));
    }

    private static void CheckLoss(TrainerOptions options, int classes)
    {
        if (options.LabelSmoothing is not (>= 0 and < 1))
            throw new ArgumentException($"LabelSmoothing must be from 0 up to, but not, 1, not {options.LabelSmoothing}.", nameof(options));
        if (options.AverageDecay is not (>= 0 and < 1))
            throw new ArgumentException($"AverageDecay must be from 0 up to, but not, 1, not {options.AverageDecay}.", nameof(options));
        if (options.ClassWeights is { } weights && (weights.Count != classes || !weights.All(IsWeight)))
            throw new ArgumentException($"ClassWeights must be {classes} positive numbers, one a class.", nameof(options));
        if (options.LabelWeights is { } pairs
            && (pairs.Count != classes || pairs.Any(pair => !IsWeight(pair.With) || !IsWeight(pair.Without))))
        {
            throw new ArgumentException($"LabelWeights must be {classes} pairs of positive numbers, one a class.", nameof(options));
        }
    }

    private static bool IsWeight(float weight) => weight > 0 && float.IsFinite(weight);

    /// <summary>
    /// Computes the gradients of a part of a batch of so many images: loss and gradients are shares of the batch's.
    /// </summary>
    private StepResult Learn(ReadOnlySpan<float> pixels, BatchTargets targets, int height, int width, int images)
    {
        Tensor logits = Forward(pixels, targets.Images, height, width, training: true);
        Tensor.Ensure(ref _slope, logits.Batch, 1, 1, Spec.Classes);
        double share = targets.Images / (double)images;
        double loss = targets.Evaluate(_classLoss, _labelLoss, logits, _slope) * share;
        int correct = 0;
        for (int image = 0; image < targets.Images; image++)
        {
            if (targets.IsRecognised(image, logits.Span.Slice(image * Spec.Classes, Spec.Classes)))
                correct++;
        }
        if (share < 1)
        {
            foreach (ref float slope in _slope.Span)
                slope *= (float)share;
        }
        _network.BackwardParameters(_slope);
        return new StepResult(loss, correct);
    }

    private void CheckLabels(ReadOnlySpan<int> labels)
    {
        foreach (int label in labels)
        {
            if ((uint)label >= (uint)Spec.Classes)
                throw new ArgumentException($"Label {label} is none of the {Spec.Classes} classes.", nameof(labels));
        }
    }

    private void CheckTeacher(TeacherAnswers teacher, int images)
    {
        if (teacher.Share > 0 && teacher.Length != images * Spec.Classes)
        {
            throw new ArgumentException(
                $"{images} images of {Spec.Classes} classes take {images * Spec.Classes} answers, not {teacher.Length}.", nameof(teacher));
        }
    }

    private Tensor Forward(ReadOnlySpan<float> pixels, int batch, int height, int width, bool training)
    {
        CheckLength(pixels, batch, height, width);
        Tensor.Ensure(ref _pixels, batch, height, width, InputChannels);
        pixels.CopyTo(_pixels.Span);
        return _network.Forward(_pixels, training);
    }

    private void CheckLength(ReadOnlySpan<float> pixels, int batch, int height, int width)
    {
        long expected = (long)batch * height * width * InputChannels;
        if (pixels.IsEmpty || pixels.Length != expected)
            throw new ArgumentException($"{batch} images of {height} x {width} take {expected} floats, not {pixels.Length}.", nameof(pixels));
    }
}
