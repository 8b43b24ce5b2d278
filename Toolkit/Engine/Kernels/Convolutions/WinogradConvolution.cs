using MLResNet.Engine.Tensors;
using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Kernels.Convolutions;

/// <summary>
/// A 3 x 3 convolution of stride 1 by Winograd's F(4 x 4, 3 x 3) (Lavin and Gray 2016): 36 multiplications where the definition takes 144, at
/// the price of transforms before and after.
/// </summary>
/// <remarks>
/// <para>
/// The output is cut into tiles of 4 x 4 pixels, each of which sees 6 x 6 of the input. A tile becomes 36 points; at each point
/// the convolution is a plain matrix product over the channels, [tiles][input channels] x [input channels][output channels]; the
/// products' 36 points become the tile of the output. Three steps, one after the other for a block of tiles that fits the shared cache:
/// transform tiles, multiply points, transform tiles back; each is shared out among the threads.
/// </para>
/// <para>
/// Layouts: points [36][tiles of the block][channels]; packed weights [36][panels of [input channels][output channels]].
/// </para>
/// </remarks>
internal sealed unsafe class WinogradConvolution(ConvolutionShape shape, ComputeContext context)
{
    // Both sides of the products of a block: what the last-level cache holds beside the weights.
    private const long BlockFloats = 1 << 20;

    // With fewer tiles than this the transformed weights, four times as large, are not read often enough to pay.
    private const int LeastTiles = 4;

    // Tiles overhang small maps; at less than this many multiplications saved for one made, the transforms eat the gain.
    private const double LeastGain = 1.6;

    /// <summary>Floats of the packed weights.</summary>
    public long PackedLength => WinogradTiling.Points * (long)PlaneLength;

    private nint PlaneLength => WinogradTiling.Apart((nint)context.Kernels.PanelsLength(shape.InputChannels, shape.OutputChannels));

    /// <summary>Whether a convolution can be computed so.</summary>
    public static bool Suits(ConvolutionShape shape, CpuKernels kernels) =>
        shape is { Kernel: 3, Stride: 1, Groups: 1 }
        && shape.InputChannels % kernels.VectorLength == 0 && shape.OutputChannels % kernels.VectorLength == 0;

    /// <summary>Whether it is faster so for maps of this size.</summary>
    public bool Pays(int batch, int height, int width)
    {
        WinogradTiling tiling = Tiling(batch, height, width);
        double gain = 9.0 * batch * height * width / ((double)WinogradTiling.Points * tiling.Total);
        return tiling.Total >= LeastTiles && gain >= LeastGain;
    }

    /// <summary>Transforms weights that are packed in panels of [taps x input channels][output channels].</summary>
    public void Pack(float* panels, float* packed)
    {
        PackJob job = new(context.Kernels, shape, panels, packed, PlaneLength);
        context.Team.Run(job.Parts, ref job);
    }

    /// <summary>As <see cref="Convolution.Run"/>, for the window that keeps the size.</summary>
    public void Run(Tensor x, float* packed, Tensor y, float* bias, float* residual, bool relu, bool accumulate)
    {
        CpuKernels kernels = context.Kernels;
        WinogradTiling tiling = Tiling(x.Batch, x.Height, x.Width);
        nint inputLength = WinogradTiling.Points * tiling.Plane(shape.InputChannels);
        float* input = Scratch.ForCall(inputLength + WinogradTiling.Points * (long)tiling.Plane(shape.OutputChannels));
        float* output = input + inputLength;
        nint residualOffset = residual == null ? 0 : (nint)(residual - y.Pointer);
        for (int first = 0; first < tiling.Total; first += tiling.PerBlock)
        {
            int tiles = Math.Min(tiling.PerBlock, tiling.Total - first);
            WinogradInputJob transform = new(kernels, tiling, x, first, tiles, input);
            context.Team.Run(transform.Parts, ref transform);
            ProductJob product = new(kernels, shape, tiling, tiles, input, packed, PlaneLength, output);
            context.Team.Run(WinogradTiling.Points, ref product);
            OutputJob back = new(kernels, tiling, y, first, tiles, output, bias, residualOffset, accumulate, relu);
            context.Team.Run(back.Parts, ref back);
        }
    }

    private WinogradTiling Tiling(int batch, int height, int width) =>
        new(batch, height, width, BlockFloats, shape.InputChannels + shape.OutputChannels, context.Kernels.TileRows);

    // The transform works element by element, so panels stay panels.
    private readonly struct PackJob(CpuKernels kernels, ConvolutionShape shape, float* panels, float* packed, nint plane) : IParallelJob
    {
        public int Parts => kernels.PanelCount(shape.OutputChannels);

        public void Execute(int part)
        {
            nint length = (nint)shape.InputChannels * kernels.PanelWidth;
            kernels.WinogradWeights(panels + part * 9 * length, length, (int)length, packed + part * length, plane);
        }
    }

    private readonly struct ProductJob(
        CpuKernels kernels, ConvolutionShape shape, WinogradTiling tiling, int tiles, float* input, float* packed, nint packedPlane,
        float* output) : IParallelJob
    {
        public void Execute(int part)
        {
            int inputs = shape.InputChannels, outputs = shape.OutputChannels;
            MatrixOutput target = new() { C = output + part * tiling.Plane(outputs), Stride = outputs, Columns = outputs };
            kernels.Multiply(
                input + part * tiling.Plane(inputs), inputs, tiles, inputs, packed + part * packedPlane, (nint)inputs * kernels.PanelWidth,
                0, kernels.PanelCount(outputs), target);
        }
    }

    private readonly struct OutputJob(
        CpuKernels kernels, WinogradTiling tiling, Tensor y, int firstTile, int tiles, float* points, float* bias, nint residual,
        bool accumulate, bool relu) : IParallelJob
    {
        private const int TilesPerPart = 8;

        public int Parts => (tiles + TilesPerPart - 1) / TilesPerPart;

        public void Execute(int part)
        {
            int end = Math.Min((part + 1) * TilesPerPart, tiles), channels = y.Channels;
            float** pixels = stackalloc float*[WinogradTiling.Side * WinogradTiling.Side];
            for (int tile = part * TilesPerPart; tile < end; tile++)
            {
                tiling.Locate(firstTile + tile, y, WinogradTiling.Side, margin: 0, outside: null, pixels);
                kernels.WinogradOutput(
                    points + (nint)tile * channels, tiling.Plane(channels), channels, pixels, bias, residual, accumulate, relu);
            }
        }
    }
}
