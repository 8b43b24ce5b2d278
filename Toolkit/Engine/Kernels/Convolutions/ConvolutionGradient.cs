using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Kernels.Convolutions;

/// <summary>A convolution's two backward passes: the gradient of what it read, and of its weights.</summary>
/// <remarks>
/// The gradient of the input is a convolution of the output's gradient with the weights turned over. With stride s the
/// input's pixels fall into s x s phases, each touched by its own subset of the taps and by no zeros: so each phase is a
/// convolution of its own, of stride 1, whose results lie s pixels apart.
/// </remarks>
internal sealed unsafe class ConvolutionGradient(ConvolutionShape shape, ComputeContext context) : IDisposable
{
    private readonly ChannelGroups _groups = new(shape, context.Kernels.PanelWidth);
    private readonly Convolution _forward = new(shape, context);

    // The input's gradient as a convolution of its own, where there is a single phase; the weights' by Winograd's algorithm.
    private readonly Convolution? _turned = shape is { Stride: 1, Groups: 1 }
        ? new(shape with { InputChannels = shape.OutputChannels, OutputChannels = shape.InputChannels }, context)
        : null;

    private readonly WinogradGradient? _winograd = WinogradConvolution.Suits(shape, context.Kernels) ? new(shape, context) : null;
    private PackedWeights? _turnedWeights;
    private AlignedBuffer? _packed;
    private AlignedBuffer? _dense;
    private AlignedBuffer? _gradientPanels;

    /// <summary>dx = (or +=) the gradient of the input.</summary>
    /// <param name="weights">[kernel][kernel][input channels a group][output channels].</param>
    /// <param name="window">The forward pass's.</param>
    public void Input(float* weights, Tensor dy, in Window window, Tensor dx, bool accumulate)
    {
        if (_turned is not null)
        {
            _turnedWeights ??= new PackedWeights(_turned.PanelsLength);
            TurnedTaps tapsY = TurnedTaps.Of(0, window.PadTop, shape), tapsX = TurnedTaps.Of(0, window.PadLeft, shape);
            PackTurnedJob pack = new(context.Kernels, shape, _groups, weights, block: 0, tapsY, tapsX, _turnedWeights.Panels);
            context.Team.Run(pack.Parts, ref pack);
            _turnedWeights.PanelsChanged();
            _turned.Run(dy, new Window(dx.Height, dx.Width, -tapsY.Offset, -tapsX.Offset), _turnedWeights, dx, accumulate: accumulate);
            return;
        }
        InputByPhases(weights, dy, window, dx, accumulate);
    }

    /// <summary>Overwrites <paramref name="gradient"/> with the gradient of the weights.</summary>
    /// <param name="gradient">[kernel][kernel][input channels a group][output channels].</param>
    public void Weights(Tensor x, Tensor dy, in Window window, float* gradient)
    {
        if (_winograd is not null && window is { PadTop: 1, PadLeft: 1 } && _winograd.Pays(x.Batch, x.Height, x.Width))
            _winograd.Weights(x, dy, gradient);
        else
            WeightsDirectly(x, dy, window, gradient);
    }

    public void Dispose()
    {
        _turnedWeights?.Dispose();
        _winograd?.Dispose();
        _packed?.Dispose();
        _dense?.Dispose();
        _gradientPanels?.Dispose();
    }

    private void InputByPhases(float* weights, Tensor dy, in Window window, Tensor dx, bool accumulate)
    {
        CpuKernels kernels = context.Kernels;
        int stride = shape.Stride;
        if (!accumulate && shape.Kernel < stride)
            dx.Span.Clear(); // some phases are touched by no tap
        for (int block = 0; block < _groups.Blocks; block++)
        {
            for (int phaseY = 0; phaseY < Math.Min(stride, dx.Height); phaseY++)
            {
                TurnedTaps tapsY = TurnedTaps.Of(phaseY, window.PadTop, shape);
                for (int phaseX = 0; phaseX < Math.Min(stride, dx.Width); phaseX++)
                {
                    TurnedTaps tapsX = TurnedTaps.Of(phaseX, window.PadLeft, shape);
                    if (tapsY.Count == 0 || tapsX.Count == 0)
                        continue;
                    PatchGrid grid = new()
                    {
                        Source = dy.Pointer,
                        Batch = dy.Batch,
                        SourceHeight = dy.Height,
                        SourceWidth = dy.Width,
                        SourceChannels = dy.Channels,
                        FirstChannel = block * _groups.OutputChannels,
                        Channels = _groups.OutputChannels,
                        Height = (dx.Height - phaseY + stride - 1) / stride,
                        Width = (dx.Width - phaseX + stride - 1) / stride,
                        Stride = 1,
                        OffsetY = tapsY.Offset,
                        OffsetX = tapsX.Offset,
                        TapsY = tapsY.Count,
                        TapsX = tapsX.Count,
                    };
                    AlignedBuffer.Ensure(ref _packed, kernels.PanelsLength(grid.Depth, _groups.InputChannels));
                    PackTurnedJob pack = new(kernels, shape, _groups, weights, block, tapsY, tapsX, _packed!.Pointer);
                    context.Team.Run(pack.Parts, ref pack);
                    MatrixOutput output = new()
                    {
                        C = dx.Pointer + block * _groups.InputChannels,
                        Stride = dx.Channels,
                        Columns = _groups.InputChannels,
                        Accumulate = accumulate,
                    };
                    PixelMap map = stride == 1 ? PixelMap.Identity : new(dx.Height, dx.Width, stride, phaseY, phaseX);
                    PatchProductJob.Run(context, grid, _packed.Pointer, output, map);
                }
            }
        }
    }

    private void WeightsDirectly(Tensor x, Tensor dy, in Window window, float* gradient)
    {
        CpuKernels kernels = context.Kernels;
        int columns = _groups.OutputChannels;
        AlignedBuffer.Ensure(ref _gradientPanels, kernels.PanelsLength(dy.Pixels, columns));
        float* panels = _gradientPanels!.Pointer;
        for (int block = 0; block < _groups.Blocks; block++)
        {
            PackPanelsJob pack = new(kernels, dy.Pointer + block * columns, dy.Channels, dy.Pixels, columns, panels);
            context.Team.Run(pack.Parts, ref pack);

            PatchGrid grid = _forward.Patches(x, window, block);
            float* target = gradient;
            if (shape.Groups > 1)
            {
                AlignedBuffer.Ensure(ref _dense, (long)grid.Depth * columns);
                target = _dense!.Pointer;
            }
            PatchGradientJob job = new(kernels, grid, panels, target, columns, columns);
            context.Team.Run(job.Parts, ref job);
            if (shape.Groups > 1)
            {
                int taps = shape.Kernel * shape.Kernel, tapLength = shape.WeightCount / taps;
                for (int tap = 0; tap < taps; tap++)
                    _groups.Extract(target + (nint)tap * _groups.InputChannels * columns, block, gradient + (nint)tap * tapLength);
            }
        }
    }
}
