namespace MLResNet.Formats.Onnx;

/// <summary>Element types of a tensor that concern us; the numbers are those of the format.</summary>
internal enum OnnxElementType
{
    Single = 1,
    Int64 = 7,
    Half = 10,
    Double = 11,
    BFloat16 = 16,
}
