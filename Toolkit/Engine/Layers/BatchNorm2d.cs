using MLResNet.Engine.Kernels;
using MLResNet.Engine.Networks;
using MLResNet.Engine.Tensors;
using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Layers;

/// <summary>
/// Batch norm over each channel (Ioffe and Szegedy 2015), followed, where the network has them there, by the addition of a
/// residual and a ReLU: y = relu((x - mean) / sqrt(variance + epsilon) * scale + shift + residual).
/// </summary>
internal sealed unsafe class BatchNorm2d : Layer
{
    /// <summary>The weight of a new batch in the running statistics while a network learns, PyTorch's default.</summary>
    public const float Momentum = 0.1f;

    private readonly LayerContext _context;
    private readonly int _channels;
    private readonly double _epsilon;
    private readonly bool _relu;
    private readonly LayerParameter _weight;
    private readonly LayerParameter _bias;
    private readonly LayerParameter _runningMean;
    private readonly LayerParameter _runningVariance;

    // One number a channel each: the last batch's mean and 1 / deviation, and the factors that the kernels take.
    private readonly AlignedBuffer _mean;
    private readonly AlignedBuffer _inverseDeviation;
    private readonly AlignedBuffer _factors;
    private AlignedBuffer? _partial;
    private bool _training;
    private Tensor? _x;
    private Tensor? _y;

    public BatchNorm2d(NormSpec spec, bool relu, LayerContext context)
    {
        _context = context;
        _channels = spec.Channels;
        _epsilon = spec.Epsilon;
        _relu = relu;
        LayerParameter[] parameters = [.. spec.Parameters().Select(description => new LayerParameter(description, context.FreezesNorms))];
        (_weight, _bias, _runningMean, _runningVariance) = (parameters[0], parameters[1], parameters[2], parameters[3]);
        _mean = new AlignedBuffer(_channels);
        _inverseDeviation = new AlignedBuffer(_channels);
        _factors = new AlignedBuffer(3L * _channels);
    }

    public override IEnumerable<LayerParameter> Parameters => [_weight, _bias, _runningMean, _runningVariance];

    public override Tensor Forward(Tensor x, bool training) => Forward(x, training, residual: null);

    /// <summary>As <see cref="Forward(Tensor, bool)"/>, with a tensor of the same shape to add before the ReLU.</summary>
    public Tensor Forward(Tensor x, bool training, Tensor? residual)
    {
        (_x, _training) = (x, training && !_context.FreezesNorms);
        Tensor.Ensure(ref _y, x.Batch, x.Height, x.Width, _channels);
        if (_training)
            MeasureBatch(x);
        else
            TakeRunningStatistics();
        float* scale = _factors.Pointer, shift = scale + _channels;
        for (int c = 0; c < _channels; c++)
        {
            scale[c] = _weight.Values.Pointer[c] * _inverseDeviation.Pointer[c];
            shift[c] = _bias.Values.Pointer[c] - _mean.Pointer[c] * scale[c];
        }
        RowParts parts = new(x.Pixels, _channels);
        ScaleShiftJob job = new(_context.Compute.Kernels, parts, x, residual, scale, shift, _relu, _y);
        _context.Compute.Team.Run(parts.Count, ref job);
        return _y;
    }

    public override Tensor Backward(Tensor dy)
    {
        Tensor dx = _context.Pool.RentLike(_x!);
        Backward(dy, dx, addend: null, residualGradient: null);
        return dx;
    }

    /// <summary>As <see cref="Backward(Tensor)"/>, into a tensor that is there already.</summary>
    /// <param name="dx">Takes the gradient of x; may be dy itself.</param>
    /// <param name="addend">What to add to it, or null: the gradient that reached x by another way.</param>
    /// <param name="residualGradient">Takes the gradient of the residual, or null.</param>
    public void Backward(Tensor dy, Tensor dx, Tensor? addend, Tensor? residualGradient)
    {
        Tensor x = _x!;
        RowParts parts = new(x.Pixels, _channels);
        AlignedBuffer.Ensure(ref _partial, 2L * parts.Count * _channels);
        Tensor? gate = _relu ? _y : null;
        GradientMomentsJob moments = new(_context.Compute.Kernels, parts, dy, gate, x, _mean.Pointer, _partial!.Pointer);
        _context.Compute.Team.Run(parts.Count, ref moments);

        float* a = _factors.Pointer, b = a + _channels, c = b + _channels;
        double count = x.Pixels;
        for (int channel = 0; channel < _channels; channel++)
        {
            double sum = 0, product = 0;
            for (int part = 0; part < parts.Count; part++)
            {
                sum += _partial.Pointer[(nint)2 * part * _channels + channel];
                product += _partial.Pointer[((nint)2 * part + 1) * _channels + channel];
            }
            double inverse = _inverseDeviation.Pointer[channel];
            if (_weight.Gradient is not null)
                _weight.Gradient.Pointer[channel] = (float)(product * inverse);
            if (_bias.Gradient is not null)
                _bias.Gradient.Pointer[channel] = (float)sum;
            // dx = scale / deviation * (g - mean(g) - xhat * mean(g * xhat)), with the last two only where the batch made the
            // statistics.
            double factor = _weight.Values.Pointer[channel] * inverse;
            double slope = _training ? -factor * inverse * inverse * product / count : 0;
            a[channel] = (float)factor;
            b[channel] = (float)slope;
            c[channel] = _training ? (float)(-factor * sum / count - slope * _mean.Pointer[channel]) : 0;
        }
        GradientJob combine = new(_context.Compute.Kernels, parts, dy, gate, x, a, b, c, addend, dx, residualGradient);
        _context.Compute.Team.Run(parts.Count, ref combine);
    }

    public override void Dispose()
    {
        _mean.Dispose();
        _inverseDeviation.Dispose();
        _factors.Dispose();
        _partial?.Dispose();
        _y?.Dispose();
    }

    private void MeasureBatch(Tensor x)
    {
        RowParts parts = new(x.Pixels, _channels);
        AlignedBuffer.Ensure(ref _partial, 2L * parts.Count * _channels);
        MomentsJob job = new(_context.Compute.Kernels, parts, x, _partial!.Pointer);
        _context.Compute.Team.Run(parts.Count, ref job);
        for (int channel = 0; channel < _channels; channel++)
        {
            // Means and squared deviations of the parts combine pairwise (Chan, Golub and LeVeque 1979).
            double mean = 0, squares = 0, count = 0;
            for (int part = 0; part < parts.Count; part++)
            {
                double rows = parts.RowsOf(part), total = count + rows;
                double delta = _partial.Pointer[(nint)2 * part * _channels + channel] - mean;
                squares += _partial.Pointer[((nint)2 * part + 1) * _channels + channel] + delta * delta * count * rows / total;
                mean += delta * rows / total;
                count = total;
            }
            _mean.Pointer[channel] = (float)mean;
            _inverseDeviation.Pointer[channel] = (float)(1 / Math.Sqrt(squares / count + _epsilon));
            double unbiased = squares / Math.Max(1, count - 1);
            ref float runningMean = ref _runningMean.Values.Pointer[channel];
            ref float runningVariance = ref _runningVariance.Values.Pointer[channel];
            runningMean += _context.NormMomentum * ((float)mean - runningMean);
            runningVariance += _context.NormMomentum * ((float)unbiased - runningVariance);
        }
    }

    private void TakeRunningStatistics()
    {
        for (int channel = 0; channel < _channels; channel++)
        {
            _mean.Pointer[channel] = _runningMean.Values.Pointer[channel];
            _inverseDeviation.Pointer[channel] = (float)(1 / Math.Sqrt(_runningVariance.Values.Pointer[channel] + _epsilon));
        }
    }

    private readonly struct MomentsJob(CpuKernels kernels, RowParts parts, Tensor x, float* partial) : IParallelJob
    {
        public void Execute(int part)
        {
            float* mean = partial + (nint)2 * part * x.Channels;
            kernels.ChannelMoments(
                x.Pointer + (nint)parts.First(part) * x.Channels, parts.RowsOf(part), x.Channels, mean, mean + x.Channels);
        }
    }

    private readonly struct GradientMomentsJob(
        CpuKernels kernels, RowParts parts, Tensor dy, Tensor? gate, Tensor x, float* mean, float* partial) : IParallelJob
    {
        public void Execute(int part)
        {
            nint offset = (nint)parts.First(part) * x.Channels;
            float* sum = partial + (nint)2 * part * x.Channels;
            kernels.GradientMoments(
                dy.Pointer + offset, gate is null ? null : gate.Pointer + offset, x.Pointer + offset, mean, parts.RowsOf(part), x.Channels,
                sum, sum + x.Channels);
        }
    }

    private readonly struct GradientJob(
        CpuKernels kernels, RowParts parts, Tensor dy, Tensor? gate, Tensor x, float* a, float* b, float* c, Tensor? addend, Tensor dx,
        Tensor? gated) : IParallelJob
    {
        public void Execute(int part)
        {
            nint offset = (nint)parts.First(part) * x.Channels;
            kernels.GradientCombine(
                dy.Pointer + offset, gate is null ? null : gate.Pointer + offset, x.Pointer + offset, parts.RowsOf(part), x.Channels,
                a, b, c, addend is null ? null : addend.Pointer + offset, dx.Pointer + offset, gated is null ? null : gated.Pointer + offset);
        }
    }
}
