using System.Buffers.Binary;
using MLResNet.Formats.Hdf5;
using MLResNet.Formats.Onnx;
using MLResNet.Formats.PyTorch;
using MLResNet.Formats.TensorFlow;

namespace MLResNet.Formats;

/// <summary>Tells formats apart by their first bytes or, where those say nothing, their outermost structure.</summary>
internal static class WeightFormats
{
    /// <summary>The formats, as an error lists them.</summary>
    public const string Listing = "safetensors, PyTorch's .pth, Keras' .h5, ONNX and frozen TensorFlow graphs";

    /// <summary>The format that a file begins as, or null.</summary>
    public static WeightFormat? Detect(ReadOnlySpan<byte> file) =>
        IsSafetensors(file) ? WeightFormat.Safetensors
        : PyTorchFile.IsPyTorch(file) ? WeightFormat.PyTorch
        : Hdf5File.IsHdf5(file) ? WeightFormat.Hdf5
        : OnnxFile.IsOnnx(file) ? WeightFormat.Onnx
        : TensorFlowFile.IsTensorFlow(file) ? WeightFormat.TensorFlow
        : null;

    /// <summary>A header's length that fits the file, then the header, which is a JSON object.</summary>
    private static bool IsSafetensors(ReadOnlySpan<byte> file) =>
        file.Length > sizeof(ulong) && file[sizeof(ulong)] == (byte)'{'
        && BinaryPrimitives.ReadUInt64LittleEndian(file) <= (ulong)file.Length;
}
