using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Kernels.Convolutions;

/// <summary>
/// A batch norm with its ReLU before a 1 x 1 convolution, relu(x * scale + shift), computed where patches are gathered: the map
/// between the two is never written.
/// </summary>
internal sealed unsafe class PreActivation : IDisposable
{
    private readonly CpuKernels _kernels;
    private readonly AlignedBuffer _scale;
    private readonly AlignedBuffer _shift;

    /// <param name="scale">A factor a channel.</param>
    /// <param name="shift">As many numbers, added to the products.</param>
    public PreActivation(CpuKernels kernels, double[] scale, double[] shift)
    {
        _kernels = kernels;
        _scale = new AlignedBuffer(scale.Length, zeroed: false);
        _shift = new AlignedBuffer(shift.Length, zeroed: false);
        for (int c = 0; c < scale.Length; c++)
        {
            _scale.Pointer[c] = (float)scale[c];
            _shift.Pointer[c] = (float)shift[c];
        }
    }

    /// <summary>Applies it to some channels of a pixel.</summary>
    /// <param name="x">The first of the channels.</param>
    /// <param name="firstChannel">Its number.</param>
    /// <param name="channels">How many there are.</param>
    /// <param name="y">Takes as many numbers.</param>
    public void Apply(float* x, int firstChannel, int channels, float* y) =>
        _kernels.ScaleShift(x, null, 1, channels, _scale.Pointer + firstChannel, _shift.Pointer + firstChannel, relu: true, y);

    public void Dispose()
    {
        _scale.Dispose();
        _shift.Dispose();
    }
}
