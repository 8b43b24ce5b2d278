using MLResNet.Engine.Networks;

namespace MLResNet.Engine.Tests.Networks;

public sealed class ResNetFamilyTests
{
    public static TheoryData<string> Ids => [.. ResNetFamily.Ids];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_member_is_valid_and_found_by_its_id(string id)
    {
        ResNetSpec spec = ResNetFamily.Get(id);

        spec.Validate();
        Assert.Equal(id, spec.Id);
        Assert.Same(spec, ResNetFamily.Get(id.ToUpperInvariant()));
    }

    // Parameters and GFLOPS (multiply-adds) from the tables of torchvision's documentation.
    [Theory]
    [InlineData("resnet18", 11_689_512, 1.81)]
    [InlineData("resnet34", 21_797_672, 3.66)]
    [InlineData("resnet50", 25_557_032, 4.09)]
    [InlineData("resnet101", 44_549_160, 7.80)]
    [InlineData("resnet152", 60_192_808, 11.51)]
    [InlineData("resnext50-32x4d", 25_028_904, 4.23)]
    [InlineData("resnext101-32x8d", 88_791_336, 16.41)]
    [InlineData("resnext101-64x4d", 83_455_272, 15.46)]
    [InlineData("wide-resnet50-2", 68_883_240, 11.40)]
    [InlineData("wide-resnet101-2", 126_886_696, 22.75)]
    public void Members_that_torchvision_has_are_as_large_and_as_costly_as_published(string id, long parameters, double billions)
    {
        ResNetSpec spec = ResNetFamily.Get(id);

        Assert.Equal(parameters, spec.ParameterCount());
        Assert.Equal(billions, spec.MultiplyAdds(224) / 1e9, 0.006);
    }

    // Table 6 of the paper: 0.27, 0.46, 0.66, 0.85 and 1.7 million.
    [Theory]
    [InlineData("resnet20-cifar", 0.27)]
    [InlineData("resnet32-cifar", 0.46)]
    [InlineData("resnet44-cifar", 0.66)]
    [InlineData("resnet56-cifar", 0.85)]
    [InlineData("resnet110-cifar", 1.73)]
    public void Cifar_members_have_the_parameters_of_the_paper(string id, double millions) =>
        Assert.Equal(millions, ResNetFamily.Get(id).ParameterCount() / 1e6, 0.005);

    [Theory]
    [InlineData("resnet18", "plain18")]
    [InlineData("resnet34", "plain34")]
    [InlineData("resnet110-cifar", "plain110-cifar")]
    public void A_plain_twin_differs_by_its_missing_shortcuts_alone(string id, string plainId)
    {
        var residual = new ResNetLayout(ResNetFamily.Get(id));
        var plain = new ResNetLayout(ResNetFamily.Get(plainId));

        Assert.DoesNotContain(residual.Blocks, block => block.Shortcut == ShortcutPath.None);
        Assert.All(plain.Blocks, block => Assert.Equal(ShortcutPath.None, block.Shortcut));
        Assert.Equal(residual.Blocks.SelectMany(block => block.Convolutions), plain.Blocks.SelectMany(block => block.Convolutions));
        Assert.Equal(
            residual.Parameters().Select(parameter => parameter.Name).Where(name => !name.Contains("downsample", StringComparison.Ordinal)),
            plain.Parameters().Select(parameter => parameter.Name));
    }

    [Fact]
    public void The_members_named_v1_stride_in_the_first_convolution_and_the_others_in_the_3x3()
    {
        BlockSpec v1 = StridedBlock("resnet50v1"), v15 = StridedBlock("resnet50"), v2 = StridedBlock("resnet50v2");

        Assert.Equal([2, 1, 1], v1.Convolutions.Select(c => c.Window.Stride));
        Assert.Equal([1, 2, 1], v15.Convolutions.Select(c => c.Window.Stride));
        Assert.Equal([1, 2, 1], v2.Convolutions.Select(c => c.Window.Stride));

        static BlockSpec StridedBlock(string id) => new ResNetLayout(ResNetFamily.Get(id)).Blocks.First(block => block.Stride == 2);
    }

    [Theory]
    [InlineData("resnet-50-v2", "resnet50v2")]
    [InlineData("resnext50", "resnext50-32x4d")]
    [InlineData("resnt18", "resnet18")]
    public void An_unknown_id_is_refused_with_ids_that_look_alike(string id, string meant)
    {
        var error = Assert.Throws<ArgumentException>(() => ResNetFamily.Get(id));

        Assert.Contains($"'{id}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(meant, error.Message, StringComparison.Ordinal);
        Assert.False(ResNetFamily.TryGet(id, out _));
    }
}
