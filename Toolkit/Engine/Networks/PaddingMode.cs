namespace MLResNet.Engine.Networks;

/// <summary>How a window is padded at the borders. Either way, n pixels at stride s give ceil(n / s).</summary>
public enum PaddingMode
{
    /// <summary>(kernel - 1) / 2 pixels on every side, as PyTorch's networks do.</summary>
    Symmetric,

    /// <summary>TensorFlow's SAME: as few pixels as it takes, the odd one at the bottom and the right.</summary>
    Same,
}
