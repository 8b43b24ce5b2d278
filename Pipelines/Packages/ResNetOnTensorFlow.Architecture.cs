namespace MLResNet.Pipelines;

public sealed partial class ResNetOnTensorFlow
{
    /// <summary>The networks of ML.NET's image classification that are residual ones; they see 299 x 299 pixels.</summary>
    public enum Architecture
    {
        /// <summary>ResNet-50, version 2.</summary>
        ResnetV250,

        /// <summary>ResNet-101, version 2.</summary>
        ResnetV2101,
    }
}
