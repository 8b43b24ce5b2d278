using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Kernels.Convolutions;

/// <summary>
/// The weights of a convolution as the kernels read them: in panels, and, made from those when first asked for, as Winograd's
/// points.
/// </summary>
internal sealed unsafe class PackedWeights(long panelsLength) : IDisposable
{
    private readonly AlignedBuffer _panels = new(panelsLength, zeroed: false);
    private readonly Lock _making = new();
    private readonly Points _small = new();
    private readonly Points _large = new();

    /// <summary>For each block of channel groups, panels of [taps x input channels][output channels].</summary>
    public float* Panels => _panels.Pointer;

    /// <summary>To be called when the panels have been rewritten, by nobody else's leave: no run may be under way.</summary>
    public void PanelsChanged()
    {
        _small.AreCurrent = false;
        _large.AreCurrent = false;
    }

    /// <summary>Winograd's points of a tile's side for these panels; several threads may ask at once.</summary>
    public float* PointsOf(int side, WinogradConvolution winograd)
    {
        Points points = side == 2 ? _small : _large;
        if (!points.AreCurrent)
        {
            lock (_making)
            {
                if (!points.AreCurrent)
                {
                    points.Buffer ??= new AlignedBuffer(winograd.PackedLength(side), zeroed: false);
                    winograd.Pack(side, _panels.Pointer, points.Buffer.Pointer);
                    points.AreCurrent = true;
                }
            }
        }
        return points.Buffer!.Pointer;
    }

    public void Dispose()
    {
        _panels.Dispose();
        _small.Buffer?.Dispose();
        _large.Buffer?.Dispose();
    }

    private sealed class Points
    {
        private volatile bool _areCurrent;

        public AlignedBuffer? Buffer { get; set; }

        public bool AreCurrent { get => _areCurrent; set => _areCurrent = value; }
    }
}
