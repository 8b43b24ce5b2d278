namespace MLResNet.Formats;

/// <summary>The formats that weights come in.</summary>
internal enum WeightFormat
{
    /// <summary>Hugging Face's safetensors.</summary>
    Safetensors,

    /// <summary>What torch.save writes: <c>.pth</c>, <c>.pt</c>.</summary>
    PyTorch,

    /// <summary>HDF5, in which Keras keeps weights: <c>.h5</c>.</summary>
    Hdf5,

    /// <summary>An ONNX model.</summary>
    Onnx,

    /// <summary>A frozen TensorFlow graph: <c>.pb</c>, <c>.meta</c>.</summary>
    TensorFlow,
}
