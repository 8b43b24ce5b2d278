using MLResNet.Backbones.Importing;
using MLResNet.Engine.Networks;

namespace MLResNet.Classification.Tests.Backbones.Importing;

/// <summary>The files that Tests/Oracles/backbones writes, and the networks whose weights they hold.</summary>
internal static class OriginFixtures
{
    private static readonly ResNetSpec Torchvision = ResNetFamily.Get("resnet50") with { Widths = [4, 6, 8, 10], StemWidth = 8, Classes = 7 };

    private static readonly ResNetSpec Timm = ResNetFamily.Get("resnet50v2") with { StemWidth = 8, Classes = 7, StemNorm = false };

    private static readonly ResNetSpec KerasV1 = ResNetFamily.Get("resnet50v1") with
    {
        StemWidth = 8, Classes = 7, ConvolutionBias = true, BatchNormEpsilon = 1.001e-5, StemPoolPadsZeros = true,
    };

    private static readonly ResNetSpec KerasV2 = ResNetFamily.Get("resnet50v2") with
    {
        StemWidth = 8, Classes = 7, ConvolutionBias = true, BatchNormEpsilon = 1.001e-5, StemPoolPadsZeros = true,
        StemNorm = false, StrideAt = StridePlacement.StageEnd, Shortcut = ShortcutKind.StridedPooling,
    };

    public static string PathOf(string name) =>
        Path.Combine(AppContext.BaseDirectory, "Backbones", "Importing", "Fixtures", name);

    /// <summary>The network in a file, and how it is named there.</summary>
    public static (ResNetSpec Spec, WeightNames Names) Network(string file)
    {
        (ResNetSpec spec, WeightNames names) = file switch
        {
            "torchvision-basic.pth" => (Torchvision with { Block = BlockKind.Basic, Depths = [2, 1, 1, 1] }, (WeightNames)new TorchvisionNames()),
            "torchvision-bottleneck.pth" => (Torchvision with { Depths = [2, 1, 1, 1] }, new TorchvisionNames()),
            "torchvision-resnext.pth" => (Torchvision with { Depths = [1, 1, 1, 2], Groups = 4, WidthPerGroup = 32 }, new TorchvisionNames()),
            "torchvision-wide.pth" => (Torchvision with { Depths = [1, 1, 1, 1], WidthPerGroup = 128 }, new TorchvisionNames()),
            "timm-resnetv2.safetensors" => (Timm with { Depths = [2, 1, 2, 1], Widths = [4, 6, 8, 10] }, new TimmNames()),
            "keras-v1.h5" => (KerasV1 with { Depths = [2, 2], Widths = [4, 6] }, new KerasNames()),
            "keras-v1-notop.h5" => (KerasV1 with { Depths = [1, 2], Widths = [4, 6], Classes = 1 }, new HeadlessNames(new KerasNames())),
            "keras-v2.h5" => (KerasV2 with { Depths = [2, 3, 2], Widths = [4, 6, 8] }, new KerasNames()),
            "keras-v2-notop.h5" => (KerasV2 with { Depths = [2, 2], Widths = [4, 6], Classes = 1 }, new HeadlessNames(new KerasNames())),
            // A block ends with twice the 3x3's planes, 4 times a width: widths are half the planes.
            "keras-resnext.h5" => (KerasV1 with
            {
                Depths = [2, 1], Widths = [4, 8], Groups = 4, WidthPerGroup = 32, StridePosition = StridePosition.Second, ConvolutionBias = false,
            }, new KerasNames()),
            _ => throw new ArgumentException($"Nobody wrote down which network {file} holds.", nameof(file)),
        };
        return (spec with { Id = Path.GetFileNameWithoutExtension(file) }, names);
    }
}
