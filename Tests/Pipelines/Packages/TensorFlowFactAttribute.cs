using MLResNet.Pipelines.Training;

namespace MLResNet.Pipelines.Tests.Packages;

/// <summary>A fact about a machine with TensorFlow's native library, or about one without.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TensorFlowFactAttribute : FactAttribute
{
    public TensorFlowFactAttribute(bool exists)
    {
        if (exists != TensorFlowLibrary.Exists)
            Skip = exists ? "TensorFlow's native library is not there; -p:Gpu=true brings one." : "TensorFlow's native library is there.";
        Exists = exists;
    }

    public bool Exists { get; }
}
