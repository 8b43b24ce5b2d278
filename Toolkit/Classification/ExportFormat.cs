namespace MLResNet;

/// <summary>The formats that <see cref="ImageClassifier.Export(string, ExportFormat)"/> writes.</summary>
public enum ExportFormat
{
    /// <summary>
    /// An ONNX model (opset 13) that takes RGB pictures of 0 to 255, <c>image</c> [batch, 3, size, size], and gives
    /// <c>probabilities</c> and <c>logits</c>, each [batch, classes]. Normalization is part of it; scaling and cropping are left
    /// to the caller, and its metadata <c>preprocessing</c> says how. <c>classes</c> has the labels as a JSON array.
    /// </summary>
    Onnx,

    /// <summary>
    /// The parameters as safetensors, under the names that torchvision gives them; see docs/parameters.md. Metadata
    /// <c>classes</c> has the labels as a JSON array.
    /// </summary>
    Safetensors,
}
