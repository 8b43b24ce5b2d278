using MLResNet.Engine.Tensors;
using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Kernels.Convolutions;

/// <summary>
/// The gradient of a 3 x 3 convolution's weights by the transposes of Winograd's transforms: at each of the 36 points a product
/// of the input's tiles, transposed, and the output gradient's; then back to 3 x 3 taps. Blocks of tiles are summed up in order.
/// </summary>
internal sealed unsafe class WinogradGradient(ConvolutionShape shape, ComputeContext context) : IDisposable
{
    // The sum over tiles is written once a block, so blocks are larger than in the forward pass.
    private const long BlockFloats = 1 << 22;

    private const int Side = 4;

    private readonly WinogradConvolution _forward = new(shape, context);
    private AlignedBuffer? _points;

    /// <summary>Whether it is faster so for maps of this size.</summary>
    public bool Pays(int batch, int height, int width) => _forward.BestSide(batch, height, width) == Side;

    /// <summary>Overwrites the gradient of the weights, [3][3][input channels][output channels].</summary>
    public void Weights(Tensor x, Tensor dy, float* gradient)
    {
        CpuKernels kernels = context.Kernels;
        int inputs = shape.InputChannels, outputs = shape.OutputChannels, length = inputs * outputs;
        nint plane = WinogradTiling.Apart(length);
        WinogradTiling tiling = new(Side, x.Batch, x.Height, x.Width, BlockFloats, inputs + outputs, kernels.TileRows);
        _points ??= new AlignedBuffer(tiling.Points * (long)plane);
        nint inputLength = tiling.Points * tiling.Plane(inputs);
        nint gradientPlane = WinogradTiling.Apart((nint)kernels.PanelsLength(tiling.PerBlock, outputs));
        float* input = Scratch.ForCall(inputLength + tiling.Points * (long)gradientPlane);
        for (int first = 0; first < tiling.Total; first += tiling.PerBlock)
        {
            int tiles = Math.Min(tiling.PerBlock, tiling.Total - first);
            WinogradInputJob transform = new(kernels, tiling, x, first, tiles, input);
            context.Team.Run(transform.Parts, ref transform);
            OutputGradientJob turn = new(kernels, tiling, dy, first, tiles, input + inputLength, gradientPlane);
            context.Team.Run(turn.Parts, ref turn);
            ProductJob product = new(
                kernels, shape, tiles, input, tiling.Plane(inputs), input + inputLength, gradientPlane, _points.Pointer, plane,
                first == 0);
            context.Team.Run(tiling.Points, ref product);
        }
        BackJob back = new(kernels, _points.Pointer, plane, length, gradient);
        context.Team.Run(back.Parts, ref back);
    }

    public void Dispose() => _points?.Dispose();

    private readonly struct OutputGradientJob(
        CpuKernels kernels, WinogradTiling tiling, Tensor dy, int firstTile, int tiles, float* points, nint plane) : IParallelJob
    {
        private const int TilesPerPart = 8;

        public int Parts => (tiles + TilesPerPart - 1) / TilesPerPart;

        public void Execute(int part)
        {
            int end = Math.Min((part + 1) * TilesPerPart, tiles), channels = dy.Channels;
            float* zeros = Scratch.ForJob(channels);
            new Span<float>(zeros, channels).Clear();
            float** pixels = stackalloc float*[Side * Side];
            for (int tile = part * TilesPerPart; tile < end; tile++)
            {
                tiling.Locate(firstTile + tile, dy, Side, margin: 0, zeros, pixels);
                kernels.WinogradOutputGradient(
                    pixels, channels, points + (nint)tile * kernels.PanelWidth, plane, (nint)tiles * kernels.PanelWidth);
            }
        }
    }

    private readonly struct ProductJob(
        CpuKernels kernels, ConvolutionShape shape, int tiles, float* input, nint inputPlane, float* gradient, nint gradientPlane, float* points,
        nint plane, bool first) : IParallelJob
    {
        public void Execute(int part)
        {
            int inputs = shape.InputChannels, outputs = shape.OutputChannels;
            float* target = points + part * plane;
            if (first)
                new Span<float>(target, inputs * outputs).Clear();
            kernels.MultiplyTransposed(
                input + part * inputPlane, inputs, inputs, tiles, gradient + part * gradientPlane, (nint)tiles * kernels.PanelWidth,
                0, kernels.PanelCount(outputs), target, outputs, outputs);
        }
    }

    private readonly struct BackJob(CpuKernels kernels, float* points, nint plane, int length, float* gradient) : IParallelJob
    {
        private const int LengthPerPart = 1 << 14;

        public int Parts => (length + LengthPerPart - 1) / LengthPerPart;

        public void Execute(int part)
        {
            int first = part * LengthPerPart;
            kernels.WinogradWeightsGradient(points + first, plane, Math.Min(LengthPerPart, length - first), gradient + first, length);
        }
    }
}
