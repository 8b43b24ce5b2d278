using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Kernels.Convolutions;

/// <summary>
/// The weights of a convolution as the kernels read them: in panels, and, made from those when first asked for, as Winograd's points.
/// </summary>
internal sealed unsafe class PackedWeights(long panelsLength) : IDisposable
{
    private readonly AlignedBuffer _panels = new(panelsLength, zeroed: false);
    private readonly Lock _making = new();
    private AlignedBuffer? _points;
    private volatile bool _pointsAreCurrent;

    /// <summary>For each block of channel groups, panels of [taps x input channels][output channels].</summary>
    public float* Panels => _panels.Pointer;

    /// <summary>To be called when the panels have been rewritten, by nobody else's leave: no run may be under way.</summary>
    public void PanelsChanged() => _pointsAreCurrent = false;

    /// <summary>Winograd's points for these panels; several threads may ask at once.</summary>
    public float* Points(WinogradConvolution winograd)
    {
        if (!_pointsAreCurrent)
        {
            lock (_making)
            {
                if (!_pointsAreCurrent)
                {
                    _points ??= new AlignedBuffer(winograd.PackedLength, zeroed: false);
                    winograd.Pack(_panels.Pointer, _points.Pointer);
                    _pointsAreCurrent = true;
                }
            }
        }
        return _points!.Pointer;
    }

    public void Dispose()
    {
        _panels.Dispose();
        _points?.Dispose();
    }
}
