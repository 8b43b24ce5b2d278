namespace MLResNet.Backbones;

/// <summary>By whose names, and in whose layouts, a weights file has its parameters.</summary>
internal enum BackboneNaming
{
    /// <summary>MXNet Gluon, as the ONNX Model Zoo has it.</summary>
    Gluon,

    /// <summary>PyTorch's torchvision, whose names are ours.</summary>
    Torchvision,

    /// <summary>Keras applications.</summary>
    Keras,

    /// <summary>timm's resnetv2.</summary>
    Timm,

    /// <summary>TensorFlow's TF-Slim.</summary>
    Slim,
}
