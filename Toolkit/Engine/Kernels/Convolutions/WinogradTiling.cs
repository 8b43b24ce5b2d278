using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Kernels.Convolutions;

/// <summary>How maps are cut into Winograd's tiles, and the tiles into blocks that are worked on together.</summary>
internal readonly record struct WinogradTiling
{
    private const int LineFloats = 16;

    private readonly int _across;
    private readonly int _down;

    /// <param name="side">Pixels of a tile's side: 2 or 4.</param>
    /// <param name="blockFloats">Floats that the points of a block may take, about.</param>
    /// <param name="channels">Channels that a tile has on both sides of the product.</param>
    /// <param name="grain">What a block's tiles are a multiple of.</param>
    public WinogradTiling(int side, int batch, int height, int width, long blockFloats, int channels, int grain)
    {
        Side = side;
        _across = (width + side - 1) / side;
        _down = (height + side - 1) / side;
        Total = batch * _across * _down;
        int wanted = (int)Math.Max(grain, blockFloats / (Points * (long)channels));
        PerBlock = Total <= wanted ? Total : ComputeContext.PartLength(Total, wanted, grain);
    }

    /// <summary>Pixels of a tile's side.</summary>
    public int Side { get; }

    /// <summary>Pixels of the side of what a tile reads.</summary>
    public int Reach => Side + 2;

    /// <summary>Points of a tile, as many as pixels that it reads.</summary>
    public int Points => Reach * Reach;

    /// <summary>Tiles in all.</summary>
    public int Total { get; }

    /// <summary>Tiles of a block; the last may have fewer.</summary>
    public int PerBlock { get; }

    /// <summary>Floats from point to point of a block's tiles, with slack for a register tile that overhangs.</summary>
    public nint Plane(int channels) => Apart((nint)(PerBlock + Tensor.SlackRows) * channels);

    /// <summary>
    /// A distance for points of so many floats each: an odd number of cache lines, or the points that a transform reads or writes
    /// side by side would compete for the same few places of the nearest cache.
    /// </summary>
    public static nint Apart(nint floats) => ((floats + LineFloats - 1) / LineFloats | 1) * LineFloats;

    /// <summary>
    /// The addresses of a square of <paramref name="side"/> pixels around a tile, moved up and left by <paramref name="margin"/>;
    /// <paramref name="outside"/> for those that the map does not have.
    /// </summary>
    public unsafe void Locate(int tile, Tensor map, int side, int margin, float* outside, float** pixels)
    {
        int image = tile / (_across * _down), top = tile / _across % _down * Side - margin, left = tile % _across * Side - margin;
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                int row = top + y, column = left + x;
                pixels[y * side + x] = (uint)row < (uint)map.Height && (uint)column < (uint)map.Width
                    ? map.Pointer + (((nint)image * map.Height + row) * map.Width + column) * map.Channels
                    : outside;
            }
        }
    }
}
