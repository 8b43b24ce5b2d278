namespace MLResNet.Classification.Tests.Exporting;

/// <summary>A fact that needs ONNX Runtime, and is skipped with the reason where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnnxRuntimeFactAttribute : FactAttribute
{
    public OnnxRuntimeFactAttribute() => Skip = OnnxRuntime.Missing;
}
