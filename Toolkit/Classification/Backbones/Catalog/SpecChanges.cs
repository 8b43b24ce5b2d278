using System.Text.Json.Serialization;
using MLResNet.Engine.Networks;

namespace MLResNet.Backbones.Catalog;

/// <summary>Where a series' networks differ from the family's members of the same name.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed class SpecChanges
{
    public int? WidthPerGroup { get; set; }

    public StridePlacement? StrideAt { get; set; }

    public ShortcutKind? Shortcut { get; set; }

    public bool? DataNorm { get; set; }

    public bool? StemNorm { get; set; }

    public PaddingMode? StemPoolPadding { get; set; }

    public bool? StemPoolPadsZeros { get; set; }

    public bool? ConvolutionBias { get; set; }

    public double? BatchNormEpsilon { get; set; }

    public int? Classes { get; set; }

    public int? DefaultSize { get; set; }

    public ResNetSpec ApplyTo(ResNetSpec spec) => spec with
    {
        WidthPerGroup = WidthPerGroup ?? spec.WidthPerGroup,
        StrideAt = StrideAt ?? spec.StrideAt,
        Shortcut = Shortcut ?? spec.Shortcut,
        DataNorm = DataNorm ?? spec.DataNorm,
        StemNorm = StemNorm ?? spec.StemNorm,
        StemPoolPadding = StemPoolPadding ?? spec.StemPoolPadding,
        StemPoolPadsZeros = StemPoolPadsZeros ?? spec.StemPoolPadsZeros,
        ConvolutionBias = ConvolutionBias ?? spec.ConvolutionBias,
        BatchNormEpsilon = BatchNormEpsilon ?? spec.BatchNormEpsilon,
        Classes = Classes ?? spec.Classes,
        DefaultSize = DefaultSize ?? spec.DefaultSize,
    };
}
