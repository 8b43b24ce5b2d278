using MLResNet.Engine.Kernels.Convolutions;
using MLResNet.Engine.Networks;
using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Layers;

/// <summary>
/// A parameter where the kernels want it: convolutions as [kernel][kernel][in][out] and the classifier as [in][out], with the
/// outputs side by side; everything else as it is.
/// </summary>
internal sealed unsafe class LayerParameter
{
    private readonly int _outputs = 1;
    private readonly int _inputs;
    private readonly int _taps = 1;

    /// <param name="description">Its name and shape.</param>
    /// <param name="isFrozen">Whether it is not trained, even where it could be.</param>
    public LayerParameter(ParameterDescription description, bool isFrozen = false)
    {
        Values = new PinnedArray(description.Length);
        Parameter = new Parameter(description, Values.Array);
        if (description.Trainable && !isFrozen)
            Gradient = new PinnedArray(description.Length);
        var shape = description.Shape;
        _inputs = (int)description.Length;
        if (shape.Length > 1)
        {
            _outputs = shape[0];
            _inputs = shape[1];
            _taps = shape.Length == 4 ? shape[2] * shape[3] : 1;
        }
    }

    /// <summary>The values under their name; element by element in the kernels' order, whatever the shape says.</summary>
    public Parameter Parameter { get; }

    public PinnedArray Values { get; }

    /// <summary>As the values; null for what is not trained.</summary>
    public PinnedArray? Gradient { get; }

    /// <summary>Takes values in PyTorch's order: [out][in][kernel][kernel], [out][in].</summary>
    public void Import(ReadOnlySpan<float> values) => Import(values, Values.Array);

    /// <summary>Takes numbers in PyTorch's order into what is laid out as <see cref="Values"/> are (moments, averages).</summary>
    public void Import(ReadOnlySpan<float> values, Span<float> target)
    {
        fixed (float* pointer = target)
            WeightLayout.ToKernels(values, _outputs, _inputs, _taps, pointer);
    }

    /// <summary>
    /// Gives numbers that are laid out as <see cref="Values"/> are (values, gradients, averages) in PyTorch's order.
    /// </summary>
    public void Export(ReadOnlySpan<float> source, Span<float> values)
    {
        fixed (float* pointer = source)
            WeightLayout.FromKernels(pointer, _outputs, _inputs, _taps, values);
    }
}
