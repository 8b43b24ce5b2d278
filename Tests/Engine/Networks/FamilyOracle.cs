using System.Text.Json;
using MLResNet.Engine.Networks;

namespace MLResNet.Engine.Tests.Networks;

/// <summary>What PyTorch computes for every member of the family and some variants: Tests/Oracles/engine/family.py.</summary>
internal sealed record FamilyOracle(int Classes, int Batch, IReadOnlyList<FamilyOracle.Case> Cases)
{
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The committed numbers.</summary>
    public static FamilyOracle Numbers { get; } = JsonSerializer.Deserialize<FamilyOracle>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Networks", "Fixtures", "family.json")), SnakeCase)!;

    /// <summary>One network: input size, counts, and logits [batch, classes].</summary>
    public sealed record Case(string Name, int Height, int Width, long Parameters, long MultiplyAdds, float[] Logits)
    {
        /// <summary>The network, with as many classes as the oracle has.</summary>
        public ResNetSpec Spec() => (Variant(Name) ?? ResNetFamily.Get(Name)) with { Id = Name, Classes = Numbers.Classes };
    }

    /// <summary>The structures of weights published elsewhere, with fewer blocks, and options that no member uses.</summary>
    private static ResNetSpec? Variant(string name)
    {
        ResNetSpec v1 = ResNetFamily.Get("resnet50v1") with { Depths = [2, 2, 1, 2] };
        ResNetSpec v15 = ResNetFamily.Get("resnet50") with { Depths = [2, 2, 1, 2] };
        ResNetSpec v2 = ResNetFamily.Get("resnet50v2") with { Depths = [2, 2, 1, 2] };
        ResNetSpec slim = v2 with
        {
            StrideAt = StridePlacement.StageEnd,
            Shortcut = ShortcutKind.StridedPooling,
            ConvolutionBias = true,
            StemNorm = false,
        };
        return name switch
        {
            "gluon-v2" => v2 with { DataNorm = true },
            "keras-v1" => v1 with { ConvolutionBias = true, BatchNormEpsilon = 1.001e-5, StemPoolPadsZeros = true },
            "keras-v2" => slim with { BatchNormEpsilon = 1.001e-5, StemPoolPadsZeros = true },
            "slim-v2" => slim with { StemPoolPadding = PaddingMode.Same },
            "timm-v2" => v2 with { StemNorm = false },
            "same-padding" => v15 with { Padding = PaddingMode.Same, StemPoolPadding = PaddingMode.Same },
            "raw-projection-v2" => v2 with { Block = BlockKind.Basic, ProjectionTakesPreActivation = false },
            "zero-padding-bottleneck-v2" => v2 with
            {
                Depths = [1, 1, 1], Widths = [16, 32, 64], StemPool = false, Shortcut = ShortcutKind.ZeroPadding,
            },
            _ => null,
        };
    }
}
