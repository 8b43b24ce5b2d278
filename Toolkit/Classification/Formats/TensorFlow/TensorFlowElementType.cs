namespace MLResNet.Formats.TensorFlow;

/// <summary>Element types of a tensor that concern us; the numbers are those of the format.</summary>
internal enum TensorFlowElementType
{
    Single = 1,
    Double = 2,
    BFloat16 = 14,
    Half = 19,
}
