using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Layers;

/// <summary>
/// A differentiable step of a network in training. A layer owns what it last returned from <see cref="Forward"/> and remembers
/// what it read, so a backward pass follows the forward pass it belongs to.
/// </summary>
internal abstract class Layer : IDisposable
{
    /// <summary>Trained values and statistics, in the order of their descriptions.</summary>
    public virtual IEnumerable<LayerParameter> Parameters => [];

    /// <summary>Computes the output; the tensor belongs to the layer and holds until the next call.</summary>
    /// <param name="x">The input; must stay as it is until the backward pass.</param>
    /// <param name="training">Batch norm takes the batch's statistics (true) or its running ones.</param>
    public abstract Tensor Forward(Tensor x, bool training);

    /// <summary>
    /// Writes the parameters' gradients and returns the gradient of the input, rented from the pool: the caller returns it there.
    /// </summary>
    /// <param name="dy">The gradient of the output; still the caller's.</param>
    public abstract Tensor Backward(Tensor dy);

    /// <summary>Frees the buffers.</summary>
    public abstract void Dispose();
}
