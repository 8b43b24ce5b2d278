using MLResNet.Engine.Networks;
using MLResNet.Imaging;

namespace MLResNet.Backbones.Importing;

/// <summary>An origin of weights: its names, and its habits, which names and shapes of tensors do not show.</summary>
/// <param name="Names">How it calls parameters.</param>
/// <param name="V1">A post-activation network of it; null if it has none.</param>
/// <param name="V1Preprocessing">How pictures are fed to it.</param>
/// <param name="V2">A pre-activation network of it.</param>
/// <param name="V2Preprocessing">How pictures are fed to it.</param>
internal sealed record WeightOrigin(
    WeightNames Names, ResNetSpec? V1, ImagePreprocessing V1Preprocessing, ResNetSpec V2, ImagePreprocessing V2Preprocessing)
{
    private const float Byte = 1 / 255f;

    private static readonly ImagePreprocessing Standardized = new();

    private static readonly ImagePreprocessing Symmetric = new() { Mean = [0.5f, 0.5f, 0.5f], Std = [0.5f, 0.5f, 0.5f] };

    /// <summary>0 to 255, blue first, less the means of ImageNet.</summary>
    private static readonly ImagePreprocessing Centered = new()
    {
        ChannelOrder = ChannelOrder.Bgr,
        Mean = [123.68f * Byte, 116.779f * Byte, 103.939f * Byte],
        Std = [Byte, Byte, Byte],
    };

    private static readonly ResNetSpec KerasV1 = ResNetFamily.Get("resnet50v1") with { BatchNormEpsilon = 1.001e-5, StemPoolPadsZeros = true };

    /// <summary>torchvision, and our own files.</summary>
    public static readonly WeightOrigin Torchvision = new(
        new TorchvisionNames(), ResNetFamily.Get("resnet50"), Standardized, ResNetFamily.Get("resnet50v2"), Standardized);

    /// <summary>timm's pre-activation networks.</summary>
    public static readonly WeightOrigin Timm = new(
        new TimmNames(), null, Symmetric, ResNetFamily.Get("resnet50v2"),
        Symmetric with { ResizeShortSide = 235, Interpolation = Interpolation.Bicubic });

    /// <summary>Keras' applications.</summary>
    public static readonly WeightOrigin Keras = new(
        new KerasNames(), KerasV1, Centered,
        ResNetFamily.Get("resnet50v2") with
        {
            BatchNormEpsilon = KerasV1.BatchNormEpsilon,
            StemPoolPadsZeros = true,
            StrideAt = StridePlacement.StageEnd,
            Shortcut = ShortcutKind.StridedPooling,
        },
        Symmetric);

    /// <summary>Keras' ResNeXt, which keeps to other habits than its ResNet.</summary>
    public static readonly WeightOrigin KerasNeXt = Keras with
    {
        V1 = KerasV1 with { StridePosition = StridePosition.Second },
        V1Preprocessing = Standardized,
    };

    /// <summary>TF-Slim, as ML.NET has it.</summary>
    public static readonly WeightOrigin Slim = new(
        new SlimNames(), null, Symmetric,
        Keras.V2 with { BatchNormEpsilon = 1e-5, StemPoolPadsZeros = false, StemPoolPadding = PaddingMode.Same, DefaultSize = 299 },
        Symmetric with { Size = 299, ResizeShortSide = 342 });
}
