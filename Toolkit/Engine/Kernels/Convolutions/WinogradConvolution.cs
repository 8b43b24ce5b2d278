using MLResNet.Engine.Tensors;
using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Kernels.Convolutions;

/// <summary>
/// A 3 x 3 convolution of stride 1 by Winograd's F(4 x 4, 3 x 3) or F(2 x 2, 3 x 3) (Lavin and Gray 2016): 36 multiplications
/// where the definition takes 144, or 16 where it takes 36, at the price of transforms before and after.
/// </summary>
/// <remarks>
/// <para>
/// The output is cut into tiles of side x side pixels, each of which sees two more of the input in either direction. A tile
/// becomes (side + 2)^2 points; at each point the convolution is a plain matrix product over the channels, [tiles][input
/// channels] x [input channels][output channels]; the products' points become the tile of the output. Three steps, one after the
/// other for a block of tiles that fits the shared cache: transform tiles, multiply points, transform tiles back; each is shared
/// out among the threads.
/// </para>
/// <para>
/// Layouts: points [points of a tile][tiles of the block][channels]; packed weights [points of a tile][panels of [input
/// channels][output channels]].
/// </para>
/// </remarks>
internal sealed unsafe class WinogradConvolution(ConvolutionShape shape, ComputeContext context)
{
    // Both sides of the products of a block: what the last-level cache holds beside the weights.
    private const long BlockFloats = 1 << 20;

    // What reading a packed weight from memory costs, in multiply-adds: the transformed weights of late stages do not stay in a
    // cache.
    private const int WeightCost = 10;

    // What transforming a number of a point costs, in multiply-adds.
    private const int TransformCost = 3;

    /// <summary>Whether a convolution can be computed so.</summary>
    public static bool Suits(ConvolutionShape shape, CpuKernels kernels) =>
        shape is { Kernel: 3, Stride: 1, Groups: 1 }
        && shape.InputChannels % kernels.VectorLength == 0 && shape.OutputChannels % kernels.VectorLength == 0;

    /// <summary>
    /// The tile's side that computes maps of this size fastest, by an estimate: 4 has fewest multiplications, 2 overhangs small
    /// maps less and has half as many weights; 0 where the definition is faster still.
    /// </summary>
    public int BestSide(int batch, int height, int width)
    {
        double direct = 9.0 * shape.InputChannels * shape.OutputChannels * ((double)batch * height * width + WeightCost);
        double small = Cost(2), large = Cost(4);
        return direct <= Math.Min(small, large) ? 0 : small < large ? 2 : 4;

        double Cost(int side)
        {
            WinogradTiling tiling = Tiling(side, batch, height, width);
            double products = (double)shape.InputChannels * shape.OutputChannels * (tiling.Total + WeightCost);
            double transforms = (double)TransformCost * tiling.Total * (shape.InputChannels + shape.OutputChannels);
            return tiling.Points * (products + transforms);
        }
    }

    /// <summary>Floats of the packed weights.</summary>
    public long PackedLength(int side) => (side + 2) * (side + 2) * (long)PlaneLength();

    /// <summary>Transforms weights that are packed in panels of [taps x input channels][output channels].</summary>
    public void Pack(int side, float* panels, float* packed)
    {
        PackJob job = new(context.Kernels, shape, side, panels, packed, PlaneLength());
        context.Team.Run(job.Parts, ref job);
    }

    /// <summary>As <see cref="Convolution.Run"/>, for the window that keeps the size.</summary>
    public void Run(int side, Tensor x, float* packed, Tensor y, float* bias, float* residual, bool relu, bool accumulate)
    {
        CpuKernels kernels = context.Kernels;
        WinogradTiling tiling = Tiling(side, x.Batch, x.Height, x.Width);
        nint inputLength = tiling.Points * tiling.Plane(shape.InputChannels);
        float* input = Scratch.ForCall(inputLength + tiling.Points * (long)tiling.Plane(shape.OutputChannels));
        float* output = input + inputLength;
        nint residualOffset = residual == null ? 0 : (nint)(residual - y.Pointer);
        for (int first = 0; first < tiling.Total; first += tiling.PerBlock)
        {
            int tiles = Math.Min(tiling.PerBlock, tiling.Total - first);
            WinogradInputJob transform = new(kernels, tiling, x, first, tiles, input);
            context.Team.Run(transform.Parts, ref transform);
            ProductJob product = new(kernels, shape, tiling, tiles, input, packed, PlaneLength(), output);
            context.Team.Run(tiling.Points, ref product);
            OutputJob back = new(kernels, tiling, y, first, tiles, output, bias, residualOffset, accumulate, relu);
            context.Team.Run(back.Parts, ref back);
        }
    }

    private nint PlaneLength() =>
        WinogradTiling.Apart((nint)context.Kernels.PanelsLength(shape.InputChannels, shape.OutputChannels));

    private WinogradTiling Tiling(int side, int batch, int height, int width) =>
        new(side, batch, height, width, BlockFloats, shape.InputChannels + shape.OutputChannels, context.Kernels.TileRows);

    // The transform works element by element, so panels stay panels.
    private readonly struct PackJob(
        CpuKernels kernels, ConvolutionShape shape, int side, float* panels, float* packed, nint plane) : IParallelJob
    {
        public int Parts => kernels.PanelCount(shape.OutputChannels);

        public void Execute(int part)
        {
            nint length = (nint)shape.InputChannels * kernels.PanelWidth;
            kernels.WinogradWeights(side, panels + part * 9 * length, length, (int)length, packed + part * length, plane);
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
            float** pixels = stackalloc float*[tiling.Side * tiling.Side];
            for (int tile = part * TilesPerPart; tile < end; tile++)
            {
                tiling.Locate(firstTile + tile, y, tiling.Side, margin: 0, outside: null, pixels);
                kernels.WinogradOutput(
                    tiling.Side, points + (nint)tile * channels, tiling.Plane(channels), channels, pixels, bias, residual, accumulate, relu);
            }
        }
    }
}
