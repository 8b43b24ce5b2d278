namespace MLResNet.Engine.Networks;

/// <summary>What a block adds to its residual branch where size or channels change. Elsewhere it adds its input.</summary>
public enum ShortcutKind
{
    /// <summary>A 1x1 convolution of the block's stride (option B of the paper).</summary>
    Projection,

    /// <summary>
    /// A 1x1 convolution where channels change; every stride-th pixel where only the size does (Keras v2, TF-Slim).
    /// </summary>
    StridedPooling,

    /// <summary>
    /// Every stride-th pixel, with zeros for the additional channels, which come last: no parameters (option A of the paper).
    /// </summary>
    ZeroPadding,
}
