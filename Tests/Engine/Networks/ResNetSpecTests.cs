using System.Text.Json;
using MLResNet.Engine.Networks;

namespace MLResNet.Engine.Tests.Networks;

public sealed class ResNetSpecTests
{
    [Fact]
    public void A_spec_that_went_through_json_equals_the_one_before()
    {
        ResNetSpec spec = ResNetFamily.Get("resnext50-32x4d") with { Classes = 7, DataNorm = true, BatchNormEpsilon = 1.001e-5 };

        ResNetSpec? read = JsonSerializer.Deserialize<ResNetSpec>(JsonSerializer.Serialize(spec));

        Assert.Equal(spec, read);
        Assert.Equal(spec.GetHashCode(), read!.GetHashCode());
        Assert.NotEqual(spec, read with { Depths = [3, 4, 6, 4] });
    }

    public static TheoryData<string, ResNetSpec> Impossible()
    {
        ResNetSpec basic = ResNetFamily.Get("resnet18"), bottleneck = ResNetFamily.Get("resnet50");
        return new()
        {
            { "Depths", basic with { Depths = [] } },
            { "Depths", basic with { Depths = [2, 0, 2, 2] } },
            { "Widths", basic with { Widths = [64, 128] } },
            { "Widths", bottleneck with { Widths = [64, 128, 256, int.MaxValue] } },
            { "Groups", basic with { Groups = 2 } },
            { "WidthPerGroup", basic with { WidthPerGroup = 128 } },
            { "WidthPerGroup", bottleneck with { WidthPerGroup = 65_536, Groups = 65_536 } },
            { "WidthPerGroup", bottleneck with { Widths = [8, 8, 8, 8], WidthPerGroup = 1 } },
            { "StemKernel", basic with { StemKernel = 4 } },
            { "StemStride", basic with { StemStride = 0 } },
            { "BatchNormEpsilon", basic with { BatchNormEpsilon = double.NaN } },
            { "Classes", basic with { Classes = 0 } },
            { "Version", basic with { Version = (ResNetVersion)9 } },
            { "Shortcut", ResNetFamily.Get("resnet20-cifar") with { Widths = [16, 8, 64] } },
            { "parameters", basic with { Widths = [65_536, 65_536, 65_536, 65_536] } },
        };
    }

    [Theory]
    [MemberData(nameof(Impossible), DisableDiscoveryEnumeration = true)]
    public void An_impossible_spec_is_refused_by_the_name_of_its_property(string property, ResNetSpec spec)
    {
        var error = Assert.Throws<ArgumentException>(() => NetworkParameters.Describe(spec));

        Assert.Contains(property, error.Message, StringComparison.Ordinal);
        Assert.Contains($"'{spec.Id}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Striding_at_stage_ends_pools_the_shortcut_of_the_last_block_of_all_stages_but_the_last()
    {
        ResNetSpec keras = ResNetFamily.Get("resnet50v2") with
        {
            StrideAt = StridePlacement.StageEnd,
            Shortcut = ShortcutKind.StridedPooling,
        };

        var blocks = new ResNetLayout(keras).Blocks;

        Assert.Equal(["layer1.2", "layer2.3", "layer3.5"], blocks.Where(block => block.Stride == 2).Select(block => block.Name));
        Assert.All(blocks.Where(block => block.Stride == 2), block => Assert.Equal(ShortcutPath.Subsample, block.Shortcut));
        Assert.Equal(
            ["layer1.0", "layer2.0", "layer3.0", "layer4.0"],
            blocks.Where(block => block.Shortcut == ShortcutPath.Projection).Select(block => block.Name));
    }

    // Padding that TensorFlow's documented formula gives: 224 with 7/2 pads 2 and 3, 112 with 3/2 pads 0 and 1, 7 with 3/2 pads 1
    // and 1.
    [Theory]
    [InlineData(PaddingMode.Same, 7, 2, 224, 112, 2, 3)]
    [InlineData(PaddingMode.Same, 3, 2, 112, 56, 0, 1)]
    [InlineData(PaddingMode.Same, 3, 2, 7, 4, 1, 1)]
    [InlineData(PaddingMode.Same, 3, 1, 7, 7, 1, 1)]
    [InlineData(PaddingMode.Same, 1, 2, 7, 4, 0, 0)]
    [InlineData(PaddingMode.Symmetric, 7, 2, 224, 112, 3, 3)]
    [InlineData(PaddingMode.Symmetric, 3, 2, 7, 4, 1, 1)]
    [InlineData(PaddingMode.Symmetric, 1, 2, 7, 4, 0, 0)]
    public void Windows_pad_as_the_frameworks_do(PaddingMode mode, int kernel, int stride, int size, int output, int before, int after)
    {
        var window = new SlidingWindow(kernel, stride, mode);

        Assert.Equal(output, window.OutputSize(size));
        Assert.Equal(before, window.PaddingBefore(size));
        Assert.Equal(after, window.PaddingAfter(size));
    }
}
