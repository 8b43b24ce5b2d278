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

    public required string Version { get; set; }

    public required string Block { get; set; }

    public required int[] Depths { get; set; }

    public required int[] Widths { get; set; }

    public int Groups { get; set; } = 1;

    public int WidthPerGroup { get; set; } = 64;

    public string StridePosition { get; set; } = nameof(Engine.Networks.StridePosition.Second);

    public string StrideAt { get; set; } = nameof(StridePlacement.StageStart);

    public string Shortcut { get; set; } = nameof(ShortcutKind.Projection);

    public bool ProjectionTakesPreActivation { get; set; } = true;

    public bool Residual { get; set; } = true;

    public bool DataNorm { get; set; }

    public int StemKernel { get; set; } = 7;

    public int StemStride { get; set; } = 2;

    public int StemWidth { get; set; } = 64;

    public bool StemNorm { get; set; } = true;

    public bool StemPool { get; set; } = true;

    public string StemPoolPadding { get; set; } = nameof(PaddingMode.Symmetric);

    public bool StemPoolPadsZeros { get; set; }

    public bool ConvolutionBias { get; set; }

    public double BatchNormEpsilon { get; set; } = 1e-5;

    public string Padding { get; set; } = nameof(PaddingMode.Symmetric);

    public string Pooling { get; set; } = nameof(GlobalPooling.Average);

    public required int Classes { get; set; }

    public int InputChannels { get; set; } = 3;

    public required int DefaultSize { get; set; }

    public static SpecDocument From(ResNetSpec spec) => new()
    {
        Id = spec.Id,
        Version = spec.Version.ToString(),
        Block = spec.Block.ToString(),
        Depths = [.. spec.Depths],
        Widths = [.. spec.Widths],
        Groups = spec.Groups,
        WidthPerGroup = spec.WidthPerGroup,
        StridePosition = spec.StridePosition.ToString(),
        StrideAt = spec.StrideAt.ToString(),
        Shortcut = spec.Shortcut.ToString(),
        ProjectionTakesPreActivation = spec.ProjectionTakesPreActivation,
        Residual = spec.Residual,
        DataNorm = spec.DataNorm,
        StemKernel = spec.StemKernel,
        StemStride = spec.StemStride,
        StemWidth = spec.StemWidth,
        StemNorm = spec.StemNorm,
        StemPool = spec.StemPool,
        StemPoolPadding = spec.StemPoolPadding.ToString(),
        StemPoolPadsZeros = spec.StemPoolPadsZeros,
        ConvolutionBias = spec.ConvolutionBias,
        BatchNormEpsilon = spec.BatchNormEpsilon,
        Padding = spec.Padding.ToString(),
        Pooling = spec.Pooling.ToString(),
        Classes = spec.Classes,
        InputChannels = spec.InputChannels,
        DefaultSize = spec.DefaultSize,
    };

    /// <summary>The spec, not validated.</summary>
    public ResNetSpec ToSpec() => new()
    {
        Id = Id,
        Version = EnumName.Parse<ResNetVersion>(Version),
        Block = EnumName.Parse<BlockKind>(Block),
        Depths = [.. Depths],
        Widths = [.. Widths],
        Groups = Groups,
        WidthPerGroup = WidthPerGroup,
        StridePosition = EnumName.Parse<StridePosition>(StridePosition),
        StrideAt = EnumName.Parse<StridePlacement>(StrideAt),
        Shortcut = EnumName.Parse<ShortcutKind>(Shortcut),
        ProjectionTakesPreActivation = ProjectionTakesPreActivation,
        Residual = Residual,
        DataNorm = DataNorm,
        StemKernel = StemKernel,
        StemStride = StemStride,
        StemWidth = StemWidth,
        StemNorm = StemNorm,
        StemPool = StemPool,
        StemPoolPadding = EnumName.Parse<PaddingMode>(StemPoolPadding),
        StemPoolPadsZeros = StemPoolPadsZeros,
        ConvolutionBias = ConvolutionBias,
        BatchNormEpsilon = BatchNormEpsilon,
        Padding = EnumName.Parse<PaddingMode>(Padding),
        Pooling = EnumName.Parse<GlobalPooling>(Pooling),
        Classes = Classes,
        InputChannels = InputChannels,
        DefaultSize = DefaultSize,
    };
}
