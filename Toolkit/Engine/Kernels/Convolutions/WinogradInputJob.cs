using MLResNet.Engine.Tensors;
using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Kernels.Convolutions;

/// <summary>Transforms some tiles of a map, margins included, to points [points of a tile][tiles][channels].</summary>
internal readonly unsafe struct WinogradInputJob(
    CpuKernels kernels, WinogradTiling tiling, Tensor x, int firstTile, int tiles, float* points) : IParallelJob
{
    private const int TilesPerPart = 8;

    public int Parts => (tiles + TilesPerPart - 1) / TilesPerPart;

    public void Execute(int part)
    {
        int end = Math.Min((part + 1) * TilesPerPart, tiles), channels = x.Channels;
        float* zeros = Scratch.ForJob(channels);
        new Span<float>(zeros, channels).Clear();
        float** pixels = stackalloc float*[tiling.Points];
        for (int tile = part * TilesPerPart; tile < end; tile++)
        {
            tiling.Locate(firstTile + tile, x, tiling.Reach, margin: 1, zeros, pixels);
            kernels.WinogradInput(tiling.Side, pixels, channels, points + (nint)tile * channels, tiling.Plane(channels));
        }
    }
}
