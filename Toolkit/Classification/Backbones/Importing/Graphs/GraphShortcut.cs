namespace MLResNet.Backbones.Importing.Graphs;

/// <summary>What a block of a graph adds to its branch.</summary>
internal enum GraphShortcut
{
    /// <summary>Its input.</summary>
    Identity,

    /// <summary>Every stride-th pixel of its input.</summary>
    Subsample,

    /// <summary>A convolution of its input.</summary>
    Projection,

    /// <summary>A convolution of its input after the first batch norm and ReLU.</summary>
    ProjectionOfPreActivation,
}
