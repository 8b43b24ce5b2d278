namespace MLResNet.Engine.Tensors;

/// <summary>
/// Tensors that come and go during a backward pass, kept by shape for the next one. Not for several threads at once.
/// </summary>
internal sealed class TensorPool : IDisposable
{
    private readonly Dictionary<(int Batch, int Height, int Width, int Channels), Stack<Tensor>> _idle = [];

    /// <summary>A tensor of this shape with undefined content.</summary>
    public Tensor Rent(int batch, int height, int width, int channels) =>
        _idle.TryGetValue((batch, height, width, channels), out Stack<Tensor>? stack) && stack.TryPop(out Tensor? tensor)
            ? tensor
            : new Tensor(batch, height, width, channels);

    /// <summary>A tensor of the shape of another.</summary>
    public Tensor RentLike(Tensor other) => Rent(other.Batch, other.Height, other.Width, other.Channels);

    /// <summary>Takes a tensor back; the caller forgets it.</summary>
    public void Return(Tensor tensor)
    {
        var shape = (tensor.Batch, tensor.Height, tensor.Width, tensor.Channels);
        if (!_idle.TryGetValue(shape, out Stack<Tensor>? stack))
            _idle[shape] = stack = new Stack<Tensor>();
        stack.Push(tensor);
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _idle.Values.SelectMany(stack => stack))
            tensor.Dispose();
        _idle.Clear();
    }
}
