namespace MLResNet.Engine.Inference;

/// <summary>How a step of a plan is computed.</summary>
public enum StepAlgorithm
{
    /// <summary>A convolution as the product of patches and weights.</summary>
    Direct,

    /// <summary>
    /// A convolution by Winograd's F(2 x 2, 3 x 3), with 4 of 9 multiplications before its transforms are counted.
    /// </summary>
    Winograd2x2,

    /// <summary>
    /// A convolution by Winograd's F(4 x 4, 3 x 3), with a quarter of the multiplications before its transforms are counted.
    /// </summary>
    Winograd4x4,

    /// <summary>Maxima, averages or a choice of pixels.</summary>
    Pooling,

    /// <summary>Element by element.</summary>
    Elementwise,
}
