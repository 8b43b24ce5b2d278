namespace MLResNet.Engine.Networks;

/// <summary>What one block adds to its residual branch.</summary>
internal enum ShortcutPath
{
    /// <summary>Nothing: a plain network.</summary>
    None,

    /// <summary>Its input.</summary>
    Identity,

    /// <summary>Every stride-th pixel of its input; channels beyond the input's are zero.</summary>
    Subsample,

    /// <summary>A 1x1 convolution, with batch norm in v1.</summary>
    Projection,
}
