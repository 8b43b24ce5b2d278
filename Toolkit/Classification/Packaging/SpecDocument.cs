using System.Text.Json.Serialization;
using MLResNet.Engine.Networks;

namespace MLResNet.Packaging;

/// <summary>
/// A <see cref="ResNetSpec"/> as the manifest spells it. The defaults are what a file means that leaves a member out, and stay as
/// they are when those of <see cref="ResNetSpec"/> change; a member that is not known here would change the network, so it is
/// refused.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed class SpecDocument
{
    public required string Id { get; set; }

    public required ResNetVersion Version { get; set; }

    public required BlockKind Block { get; set; }

    public required int[] Depths { get; set; }

    public required int[] Widths { get; set; }

    public int Groups { get; set; } = 1;

    public int WidthPerGroup { get; set; } = 64;

    public StridePosition StridePosition { get; set; } = StridePosition.Second;

    public StridePlacement StrideAt { get; set; } = StridePlacement.StageStart;

    public ShortcutKind Shortcut { get; set; } = ShortcutKind.Projection;

    public bool ProjectionTakesPreActivation { get; set; } = true;

    public bool Residual { get; set; } = true;

    public bool DataNorm { get; set; }

    public int StemKernel { get; set; } = 7;

    public int StemStride { get; set; } = 2;

    public int StemWidth { get; set; } = 64;

    public bool StemNorm { get; set; } = true;

    public bool StemPool { get; set; } = true;

    public PaddingMode StemPoolPadding { get; set; } = PaddingMode.Symmetric;

    public bool StemPoolPadsZeros { get; set; }

    public bool ConvolutionBias { get; set; }

    public double BatchNormEpsilon { get; set; } = 1e-5;

    public PaddingMode Padding { get; set; } = PaddingMode.Symmetric;

    public GlobalPooling Pooling { get; set; } = GlobalPooling.Average;

    public required int Classes { get; set; }

    public int InputChannels { get; set; } = 3;

    public required int DefaultSize { get; set; }

    public static SpecDocument From(ResNetSpec spec) => new()
    {
        Id = spec.Id,
        Version = spec.Version,
        Block = spec.Block,
        Depths = [.. spec.Depths],
        Widths = [.. spec.Widths],
        Groups = spec.Groups,
        WidthPerGroup = spec.WidthPerGroup,
        StridePosition = spec.StridePosition,
        StrideAt = spec.StrideAt,
        Shortcut = spec.Shortcut,
        ProjectionTakesPreActivation = spec.ProjectionTakesPreActivation,
        Residual = spec.Residual,
        DataNorm = spec.DataNorm,
        StemKernel = spec.StemKernel,
        StemStride = spec.StemStride,
        StemWidth = spec.StemWidth,
        StemNorm = spec.StemNorm,
        StemPool = spec.StemPool,
        StemPoolPadding = spec.StemPoolPadding,
        StemPoolPadsZeros = spec.StemPoolPadsZeros,
        ConvolutionBias = spec.ConvolutionBias,
        BatchNormEpsilon = spec.BatchNormEpsilon,
        Padding = spec.Padding,
        Pooling = spec.Pooling,
        Classes = spec.Classes,
        InputChannels = spec.InputChannels,
        DefaultSize = spec.DefaultSize,
    };

    /// <summary>The spec, not validated.</summary>
    public ResNetSpec ToSpec() => new()
    {
        Id = Id,
        Version = Version,
        Block = Block,
        Depths = [.. Depths],
        Widths = [.. Widths],
        Groups = Groups,
        WidthPerGroup = WidthPerGroup,
        StridePosition = StridePosition,
        StrideAt = StrideAt,
        Shortcut = Shortcut,
        ProjectionTakesPreActivation = ProjectionTakesPreActivation,
        Residual = Residual,
        DataNorm = DataNorm,
        StemKernel = StemKernel,
        StemStride = StemStride,
        StemWidth = StemWidth,
        StemNorm = StemNorm,
        StemPool = StemPool,
        StemPoolPadding = StemPoolPadding,
        StemPoolPadsZeros = StemPoolPadsZeros,
        ConvolutionBias = ConvolutionBias,
        BatchNormEpsilon = BatchNormEpsilon,
        Padding = Padding,
        Pooling = Pooling,
        Classes = Classes,
        InputChannels = InputChannels,
        DefaultSize = DefaultSize,
    };
}
