namespace MLResNet.Backbones.Importing;

/// <summary>
/// The order of a weight's axes in the origin's file. A classifier may have two kernel axes of length 1 in addition, where the
/// origin has a 1x1 convolution in its place; vectors have one layout.
/// </summary>
internal enum WeightLayout
{
    /// <summary>Ours and PyTorch's: convolution [out, in / groups, height, width], classifier [classes, features].</summary>
    OutFirst,

    /// <summary>TensorFlow's: convolution [height, width, in / groups, out], classifier [features, classes].</summary>
    OutLast,

    /// <summary>
    /// A grouped convolution that Keras computes as a depthwise one, [height, width, in, out / groups], and a sum over each
    /// group's inputs.
    /// </summary>
    Depthwise,
}
