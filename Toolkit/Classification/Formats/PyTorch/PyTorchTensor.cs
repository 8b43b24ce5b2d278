namespace MLResNet.Formats.PyTorch;

/// <summary>One tensor of a state dictionary.</summary>
internal sealed class PyTorchTensor : WeightTensor
{
    private readonly TorchTensor _view;

    /// <summary>Names a tensor of the pickle.</summary>
    /// <exception cref="ModelFormatException">There are more elements than an array can hold.</exception>
    public PyTorchTensor(string source, string name, TorchTensor view) : base(source, name, view.Shape) => _view = view;

    /// <inheritdoc/>
    public override float[] ReadSingles()
    {
        if (_view.Storage.FloatType is not { } type)
        {
            throw new ModelFormatException(
                $"{Source}: tensor '{Name}' holds {_view.Storage.Type} elements "
                + "where floating-point numbers (Float, Half, BFloat16, Double) are needed.");
        }
        var values = new float[Count];
        if (Count == 0)
            return values;
        ReadOnlySpan<byte> bytes = _view.Storage.Bytes.Span[(int)(_view.Start * _view.Storage.ElementSize)..];
        if (IsContiguous())
            FloatReader.Read(bytes, type, _view.Storage.IsBigEndian, values);
        else
            Gather(bytes, type, values);
        return values;
    }

    private bool IsContiguous()
    {
        long expected = 1;
        for (int i = Shape.Length - 1; i >= 0; i--)
        {
            if (Shape[i] > 1 && _view.Strides[i] != expected)
                return false;
            expected *= Shape[i];
        }
        return true;
    }

    /// <summary>Walks the view's elements in row-major order, wherever they lie.</summary>
    private void Gather(ReadOnlySpan<byte> bytes, FloatType type, float[] values)
    {
        long extent = 1;
        for (int i = 0; i < Shape.Length; i++)
            extent += (Shape[i] - 1) * _view.Strides[i];
        var run = new float[extent];
        FloatReader.Read(bytes, type, _view.Storage.IsBigEndian, run);

        Span<int> index = stackalloc int[Shape.Length];
        long from = 0;
        for (int to = 0; to < values.Length; to++)
        {
            values[to] = run[from];
            for (int axis = Shape.Length - 1; axis >= 0; axis--)
            {
                from += _view.Strides[axis];
                if (++index[axis] < Shape[axis])
                    break;
                from -= Shape[axis] * _view.Strides[axis];
                index[axis] = 0;
            }
        }
    }
}
