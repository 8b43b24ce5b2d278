using System.Collections.Immutable;

namespace MLResNet.Engine.Networks;

/// <summary>
/// All that a residual network is, as plain data. <see cref="ResNetFamily"/> holds the known members; derive others with
/// <c>with</c>. Two specs with the same values are equal. The defaults are those of torchvision's networks on ImageNet.
/// </summary>
public sealed partial record ResNetSpec
{
    private readonly ValueSequence _depths;
    private readonly ValueSequence _widths;

    /// <summary>Name of the network, such as <c>resnet50</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Post-activation (v1, v1.5) or pre-activation (v2) blocks.</summary>
    public ResNetVersion Version { get; init; } = ResNetVersion.V1;

    /// <summary>Kind of residual branch.</summary>
    public required BlockKind Block { get; init; }

    /// <summary>Number of blocks of each stage; 1 to 8 stages.</summary>
    public required ImmutableArray<int> Depths { get => _depths.Values; init => _depths = new(value); }

    /// <summary>
    /// Width (inner planes) of each stage, before <see cref="WidthPerGroup"/> scales it and before a bottleneck widens by four.
    /// </summary>
    public required ImmutableArray<int> Widths { get => _widths.Values; init => _widths = new(value); }

    /// <summary>Groups of the 3x3 convolution of a bottleneck (ResNeXt's cardinality); 1 for basic blocks.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>
    /// Scales a bottleneck's 3x3 convolution as torchvision does: its planes are floor(width * WidthPerGroup / 64) * Groups. 64
    /// for basic blocks.
    /// </summary>
    public int WidthPerGroup { get; init; } = 64;

    /// <summary>Which convolution of a bottleneck carries the stride.</summary>
    public StridePosition StridePosition { get; init; } = StridePosition.Second;

    /// <summary>Which block halves the size between two stages.</summary>
    public StridePlacement StrideAt { get; init; } = StridePlacement.StageStart;

    /// <summary>What a block adds where size or channels change.</summary>
    public ShortcutKind Shortcut { get; init; } = ShortcutKind.Projection;

    /// <summary>
    /// v2 only: whether a projection reads the block's input after its first batch norm and ReLU (true) or before.
    /// </summary>
    public bool ProjectionTakesPreActivation { get; init; } = true;

    /// <summary>False for the plain twins: the same layers without any shortcut.</summary>
    public bool Residual { get; init; } = true;

    /// <summary>Batch norm on the pixels themselves, as MXNet Gluon's v2 has it; its scale and shift are not trained.</summary>
    public bool DataNorm { get; init; }

    /// <summary>Kernel size of the first convolution, odd: 7 for ImageNet, 3 for CIFAR.</summary>
    public int StemKernel { get; init; } = 7;

    /// <summary>Stride of the first convolution: 2 for ImageNet, 1 for CIFAR.</summary>
    public int StemStride { get; init; } = 2;

    /// <summary>Channels after the first convolution.</summary>
    public int StemWidth { get; init; } = 64;

    /// <summary>
    /// Batch norm and ReLU after the first convolution: true for v1 and Gluon's v2, false for v2 of Keras, TF-Slim and timm.
    /// </summary>
    public bool StemNorm { get; init; } = true;

    /// <summary>3x3 max pooling of stride 2 at the end of the stem.</summary>
    public bool StemPool { get; init; } = true;

    /// <summary>Padding of the stem's max pooling; TF-Slim pads it SAME though its convolutions are symmetric.</summary>
    public PaddingMode StemPoolPadding { get; init; } = PaddingMode.Symmetric;

    /// <summary>
    /// Whether the stem's max pooling pads with zeros that take part in the maximum (Keras, where it matters in v2: no ReLU
    /// precedes) or with nothing (everyone else).
    /// </summary>
    public bool StemPoolPadsZeros { get; init; }

    /// <summary>
    /// Whether convolutions have a bias of their own; a network trained here needs none, for a batch norm follows.
    /// </summary>
    public bool ConvolutionBias { get; init; }

    /// <summary>Added to the variance in every batch norm: 1e-5; Keras has 1.001e-5.</summary>
    public double BatchNormEpsilon { get; init; } = 1e-5;

    /// <summary>Padding of the convolutions.</summary>
    public PaddingMode Padding { get; init; } = PaddingMode.Symmetric;

    /// <summary>How the last feature map becomes a feature vector.</summary>
    public GlobalPooling Pooling { get; init; } = GlobalPooling.Average;

    /// <summary>Outputs of the classifier.</summary>
    public int Classes { get; init; } = 1000;

    /// <summary>Channels of the input: 3 for RGB.</summary>
    public int InputChannels { get; init; } = 3;

    /// <summary>Side of the square input the network was designed for, in pixels; any other size works too.</summary>
    public int DefaultSize { get; init; } = 224;

    /// <summary>Output channels of a block over its stage's width.</summary>
    internal int Expansion => Block == BlockKind.Bottleneck ? 4 : 1;

    /// <summary>Length of the feature vector that the classifier reads.</summary>
    public int FeatureCount() => Widths[^1] * Expansion;

    /// <summary>The id.</summary>
    public override string ToString() => Id;
}
