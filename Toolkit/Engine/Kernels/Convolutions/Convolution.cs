using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Kernels.Convolutions;

/// <summary>
/// A convolution's forward pass over NHWC maps: by Winograd's algorithm where that pays, else as a product of patches and packed
/// weights. Weights are stored [kernel][kernel][input channels a group][output channels].
/// </summary>
internal sealed unsafe class Convolution
{
    private readonly ComputeContext _context;
    private readonly ChannelGroups _groups;
    private readonly bool _alikeInAnyBatch;
    private readonly WinogradConvolution? _winograd;

    /// <param name="alikeInAnyBatch">
    /// Choose the algorithm as for a single image, so that an image's result is the same to the bit in whatever batch it is; or
    /// else for the batch as it is.
    /// </param>
    public Convolution(ConvolutionShape shape, ComputeContext context, bool alikeInAnyBatch = false)
    {
        _alikeInAnyBatch = alikeInAnyBatch;
        Shape = shape;
        _context = context;
        _groups = new ChannelGroups(shape, context.Kernels.PanelWidth);
        if (WinogradConvolution.Suits(shape, context.Kernels))
            _winograd = new WinogradConvolution(shape, context);
    }

    public ConvolutionShape Shape { get; }

    /// <summary>Floats of the weights in panels.</summary>
    public long PanelsLength => _groups.Blocks * BlockLength;

    private int BlockDepth => Shape.Kernel * Shape.Kernel * _groups.InputChannels;

    private long BlockLength => _context.Kernels.PanelsLength(BlockDepth, _groups.OutputChannels);

    /// <summary>Packs weights for <see cref="Run"/>.</summary>
    public void Pack(float* weights, PackedWeights packed)
    {
        PackPanels(weights, packed.Panels);
        packed.PanelsChanged();
    }

    /// <summary>Packs weights that come in PyTorch's order, [output channels][input channels a group][kernel][kernel].</summary>
    /// <param name="scale">A factor an output channel, or null.</param>
    public void Import(ReadOnlySpan<float> weights, double[]? scale, PackedWeights packed)
    {
        int taps = Shape.Kernel * Shape.Kernel, inputs = Shape.InputChannels / Shape.Groups, outputs = Shape.OutputChannels;
        fixed (float* source = weights)
        {
            if (Shape.Groups == 1)
            {
                ImportPanelsJob job = new(_context.Kernels, source, outputs, inputs, taps, scale, packed.Panels);
                _context.Team.Run(job.Parts, ref job);
                packed.PanelsChanged();
                return;
            }
        }
        using AlignedBuffer arranged = new(Shape.WeightCount);
        WeightLayout.ToKernels(weights, outputs, inputs, taps, arranged.Pointer);
        for (int i = 0; scale is not null && i < Shape.WeightCount; i++)
            arranged.Pointer[i] = (float)(arranged.Pointer[i] * scale[i % outputs]);
        Pack(arranged.Pointer, packed);
    }

    /// <summary>
    /// y = x * weights, plus bias and residual where there are any, rectified where asked; or on top of what y holds.
    /// </summary>
    /// <param name="x">[batch][height][width][input channels].</param>
    /// <param name="y">[batch][window.Height][window.Width][output channels].</param>
    /// <param name="bias">A number an output channel, or null.</param>
    /// <param name="residual">A tensor of y's shape, which may be y itself, or null.</param>
    /// <param name="preActivation">Applied to x on the way, or null; only with a kernel of 1 x 1.</param>
    public void Run(
        Tensor x, in Window window, PackedWeights packed, Tensor y, float* bias = null, float* residual = null, bool relu = false,
        bool accumulate = false, PreActivation? preActivation = null)
    {
        if (WinogradSide(x, window) is > 0 and int side)
            _winograd!.Run(side, x, packed.PointsOf(side, _winograd), y, bias, residual, relu, accumulate);
        else
            RunDirect(x, window, packed.Panels, y, bias, residual, relu, accumulate, preActivation);
    }

    /// <summary>
    /// The side of the tiles by which <see cref="Run"/> computes this as Winograd does, or 0 where it computes it directly.
    /// </summary>
    public int WinogradSide(Tensor x, in Window window) =>
        _winograd is not null && window is { PadTop: 1, PadLeft: 1 }
            ? _winograd.BestSide(_alikeInAnyBatch ? 1 : x.Batch, x.Height, x.Width)
            : 0;

    /// <summary>Floats of the weights that <see cref="Run"/> reads, by what <see cref="WinogradSide"/> says.</summary>
    public long PackedLength(int winogradSide) => winogradSide > 0 ? _winograd!.PackedLength(winogradSide) : PanelsLength;

    /// <summary>The patches of <paramref name="x"/> that block of channels reads.</summary>
    public PatchGrid Patches(Tensor x, in Window window, int block) => new()
    {
        Source = x.Pointer,
        Batch = x.Batch,
        SourceHeight = x.Height,
        SourceWidth = x.Width,
        SourceChannels = x.Channels,
        FirstChannel = block * _groups.InputChannels,
        Channels = _groups.InputChannels,
        Height = window.Height,
        Width = window.Width,
        Stride = Shape.Stride,
        OffsetY = -window.PadTop,
        OffsetX = -window.PadLeft,
        TapsY = Shape.Kernel,
        TapsX = Shape.Kernel,
    };

    private void PackPanels(float* weights, float* packed)
    {
        CpuKernels kernels = _context.Kernels;
        int columns = _groups.OutputChannels;
        if (Shape.Groups == 1)
        {
            PackPanelsJob job = new(kernels, weights, columns, BlockDepth, columns, packed);
            _context.Team.Run(job.Parts, ref job);
            return;
        }
        int taps = Shape.Kernel * Shape.Kernel, tapLength = Shape.WeightCount / taps, denseTap = _groups.InputChannels * columns;
        using AlignedBuffer dense = new((long)taps * denseTap);
        for (int block = 0; block < _groups.Blocks; block++)
        {
            for (int tap = 0; tap < taps; tap++)
                _groups.Expand(weights + (nint)tap * tapLength, block, dense.Pointer + (nint)tap * denseTap);
            kernels.PackPanels(
                dense.Pointer, columns, BlockDepth, columns, packed + (nint)block * (nint)BlockLength,
                (nint)BlockDepth * kernels.PanelWidth, 0, kernels.PanelCount(columns));
        }
    }

    private void RunDirect(
        Tensor x, in Window window, float* panels, Tensor y, float* bias, float* residual, bool relu, bool accumulate,
        PreActivation? preActivation)
    {
        for (int block = 0; block < _groups.Blocks; block++)
        {
            int column = block * _groups.OutputChannels;
            MatrixOutput output = new()
            {
                C = y.Pointer + column,
                Stride = y.Channels,
                Columns = _groups.OutputChannels,
                Accumulate = accumulate,
                Bias = bias == null ? null : bias + column,
                Residual = residual == null ? null : residual + column,
                Relu = relu,
            };
            PatchGrid patches = Patches(x, window, block);
            patches.PreActivation = preActivation;
            PatchProductJob.Run(_context, patches, panels + (nint)block * (nint)BlockLength, output, PixelMap.Identity);
        }
    }
}
