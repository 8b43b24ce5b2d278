using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace MLResNet.Engine.Networks;

/// <summary>
/// The known residual networks by id: a line each. Derive others with <c>with</c>, such as <c>Get("resnet50") with { Classes = 5
/// }</c>.
/// </summary>
public static class ResNetFamily
{
    private static readonly ImmutableArray<int> Widths = [64, 128, 256, 512];

    // v1 of basic blocks, and v1.5: stride in the 3x3, as in torchvision.
    private static readonly ResNetSpec Basic = new() { Id = "", Block = BlockKind.Basic, Depths = [], Widths = Widths };
    private static readonly ResNetSpec Bottleneck = Basic with { Block = BlockKind.Bottleneck };

    // v1 as in the paper: stride in the first 1x1.
    private static readonly ResNetSpec Paper = Bottleneck with { StridePosition = StridePosition.First };

    // v2: stem with batch norm, ReLU and pooling, stride in the 3x3, projections from the pre-activation, as in MXNet Gluon.
    private static readonly ResNetSpec BasicV2 = Basic with { Version = ResNetVersion.V2 };
    private static readonly ResNetSpec BottleneckV2 = Bottleneck with { Version = ResNetVersion.V2 };

    // Section 4.2 of the paper: three stages on 32 x 32 pixels, shortcuts without parameters.
    private static readonly ResNetSpec Cifar = Basic with
    {
        Widths = [16, 32, 64],
        StemKernel = 3,
        StemStride = 1,
        StemWidth = 16,
        StemPool = false,
        Shortcut = ShortcutKind.ZeroPadding,
        Classes = 10,
        DefaultSize = 32,
    };

    private static readonly OrderedDictionary<string, ResNetSpec> Members = Table(
    [
        Basic with { Id = "resnet10", Depths = [1, 1, 1, 1] },
        Basic with { Id = "resnet18", Depths = [2, 2, 2, 2] },
        Basic with { Id = "resnet34", Depths = [3, 4, 6, 3] },
        Bottleneck with { Id = "resnet50", Depths = [3, 4, 6, 3] },
        Bottleneck with { Id = "resnet101", Depths = [3, 4, 23, 3] },
        Bottleneck with { Id = "resnet152", Depths = [3, 8, 36, 3] },

        Paper with { Id = "resnet50v1", Depths = [3, 4, 6, 3] },
        Paper with { Id = "resnet101v1", Depths = [3, 4, 23, 3] },
        Paper with { Id = "resnet152v1", Depths = [3, 8, 36, 3] },

        BasicV2 with { Id = "resnet18v2", Depths = [2, 2, 2, 2] },
        BasicV2 with { Id = "resnet34v2", Depths = [3, 4, 6, 3] },
        BottleneckV2 with { Id = "resnet50v2", Depths = [3, 4, 6, 3] },
        BottleneckV2 with { Id = "resnet101v2", Depths = [3, 4, 23, 3] },
        BottleneckV2 with { Id = "resnet152v2", Depths = [3, 8, 36, 3] },

        Cifar with { Id = "resnet20-cifar", Depths = [3, 3, 3] },
        Cifar with { Id = "resnet32-cifar", Depths = [5, 5, 5] },
        Cifar with { Id = "resnet44-cifar", Depths = [7, 7, 7] },
        Cifar with { Id = "resnet56-cifar", Depths = [9, 9, 9] },
        Cifar with { Id = "resnet110-cifar", Depths = [18, 18, 18] },

        Bottleneck with { Id = "resnext50-32x4d", Depths = [3, 4, 6, 3], Groups = 32, WidthPerGroup = 4 },
        Bottleneck with { Id = "resnext101-32x8d", Depths = [3, 4, 23, 3], Groups = 32, WidthPerGroup = 8 },
        Bottleneck with { Id = "resnext101-64x4d", Depths = [3, 4, 23, 3], Groups = 64, WidthPerGroup = 4 },
        Bottleneck with { Id = "wide-resnet50-2", Depths = [3, 4, 6, 3], WidthPerGroup = 128 },
        Bottleneck with { Id = "wide-resnet101-2", Depths = [3, 4, 23, 3], WidthPerGroup = 128 },

        Basic with { Id = "plain18", Depths = [2, 2, 2, 2], Residual = false },
        Basic with { Id = "plain34", Depths = [3, 4, 6, 3], Residual = false },
        Cifar with { Id = "plain20-cifar", Depths = [3, 3, 3], Residual = false },
        Cifar with { Id = "plain32-cifar", Depths = [5, 5, 5], Residual = false },
        Cifar with { Id = "plain44-cifar", Depths = [7, 7, 7], Residual = false },
        Cifar with { Id = "plain56-cifar", Depths = [9, 9, 9], Residual = false },
        Cifar with { Id = "plain110-cifar", Depths = [18, 18, 18], Residual = false },
    ]);

    /// <summary>The ids of all members, in the order of the table.</summary>
    public static IReadOnlyList<string> Ids { get; } = [.. Members.Keys];

    /// <summary>The member of this id, whatever its case.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists ids that look alike.</exception>
    public static ResNetSpec Get(string id)
    {
        if (TryGet(id, out ResNetSpec? spec)) return spec;
        throw new ArgumentException(
            $"There is no network '{id}' in the family; did you mean {string.Join(", ", SimilarIds.Of(id, Ids))}?", nameof(id));
    }

    /// <summary>The member of this id, whatever its case, if there is one.</summary>
    public static bool TryGet(string id, [NotNullWhen(true)] out ResNetSpec? spec)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Members.TryGetValue(id, out spec);
    }

    private static OrderedDictionary<string, ResNetSpec> Table(IEnumerable<ResNetSpec> members) =>
        new(members.Select(spec => KeyValuePair.Create(spec.Id, spec)), StringComparer.OrdinalIgnoreCase);
}
