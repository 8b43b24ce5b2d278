using MLResNet.Backbones.Importing;
using MLResNet.Engine.Networks;
using MLResNet.Formats;
using MLResNet.Formats.Safetensors;
using MLResNet.Imaging;

namespace MLResNet.Classification.Tests.Backbones.Importing;

public sealed class SpecInferenceTests
{
    /// <summary>
    /// Members that differ from another one in nothing that a tensor shows: the stride's place, or whether there are shortcuts.
    /// </summary>
    private static bool HasTwin(string id) => id.StartsWith("plain", StringComparison.Ordinal) || id.EndsWith("v1", StringComparison.Ordinal);

    public static TheoryData<string> Members => [.. ResNetFamily.Ids.Where(id => !HasTwin(id))];

    [Theory]
    [InlineData("torchvision-basic.pth")]
    [InlineData("torchvision-bottleneck.pth")]
    [InlineData("torchvision-resnext.pth")]
    [InlineData("torchvision-wide.pth")]
    [InlineData("timm-resnetv2.safetensors")]
    [InlineData("keras-v1.h5")]
    [InlineData("keras-v1-notop.h5")]
    [InlineData("keras-v2.h5")]
    [InlineData("keras-v2-notop.h5")]
    [InlineData("keras-resnext.h5")]
    public void The_network_of_an_origin_s_file_is_recognized(string name)
    {
        using WeightFile file = WeightFile.Open(OriginFixtures.PathOf(name));
        ResNetSpec expected = OriginFixtures.Network(name).Spec;

        InferredNetwork network = SpecInference.Infer(file, expected.Id);

        Assert.Equal(expected, network.Spec);
        Assert.Equal(expected, WeightImporter.Import(file, network.Spec, network.Names).Spec);
        network.Preprocessing.Validate();
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void A_network_of_the_family_is_recognized(string id)
    {
        ResNetSpec expected = ResNetFamily.Get(id) with { Classes = 5 };
        expected = expected with { Widths = [.. expected.Widths.Select(width => width / 16)], StemWidth = expected.StemWidth / 16 };
        if (expected.Groups > 1)
            expected = expected with { WidthPerGroup = 64 };

        Assert.Equal(expected, SpecInference.Infer(Write(expected, _ => true), id).Spec);
    }

    [Fact]
    public void Pictures_are_fed_as_the_origin_feeds_them()
    {
        Assert.Equal(new ImagePreprocessing(), Preprocessing("torchvision-basic.pth"));
        Assert.Equal(235, Preprocessing("timm-resnetv2.safetensors").ResizeShortSide);
        Assert.Equal(ChannelOrder.Bgr, Preprocessing("keras-v1.h5").ChannelOrder);
        Assert.Equal([0.5f, 0.5f, 0.5f], Preprocessing("keras-v2.h5").Mean);
        Assert.Equal(new ImagePreprocessing(), Preprocessing("keras-resnext.h5"));
        Assert.Equal(32, SpecInference.Infer(Write(ResNetFamily.Get("resnet20-cifar"), _ => true), "mine").Preprocessing.Size);

        static ImagePreprocessing Preprocessing(string name)
        {
            using WeightFile file = WeightFile.Open(OriginFixtures.PathOf(name));
            return SpecInference.Infer(file, "mine").Preprocessing;
        }
    }

    [Theory]
    [InlineData("conv1.weight", "no tensor is called 'conv1.weight' or 'stem.conv.weight' or 'conv1_conv/kernel'")]
    [InlineData("layer1.0.conv1.weight", "'layer1.0.conv1.weight' is missing")]
    [InlineData("layer1.0.conv2.weight", "'layer1.0.conv2.weight' is missing")]
    public void A_file_without_the_parts_of_a_residual_network_is_refused(string missing, string reason)
    {
        ResNetSpec spec = ResNetFamily.Get("resnet50") with { Depths = [1, 1], Widths = [4, 8], StemWidth = 4 };

        var error = Assert.Throws<ModelFormatException>(() => SpecInference.Infer(Write(spec, name => name != missing), "mine"));

        Assert.StartsWith("a.safetensors holds no residual network", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("conv1.weight", new[] { 7 })]
    [InlineData("conv1.weight", new[] { 0, 3, 7, 7 })]
    [InlineData("conv1.weight", new[] { 4, 3, 2, 2 })]
    [InlineData("layer1.0.conv2.weight", new[] { 4, 0, 3, 3 })]
    [InlineData("layer1.0.conv2.weight", new[] { 4, 3, 3, 3 })]
    [InlineData("layer1.0.conv3.weight", new[] { 7, 4, 1, 1 })]
    [InlineData("layer1.0.conv3.weight", new[] { 0, 4, 1, 1 })]
    [InlineData("layer2.0.conv3.weight", new[] { 0, 8, 1, 1 })]
    [InlineData("fc.weight", new[] { 0, 32 })]
    [InlineData("fc.weight", new int[0])]
    public void Shapes_of_no_network_are_refused(string name, int[] shape)
    {
        ResNetSpec spec = ResNetFamily.Get("resnet50") with { Depths = [1, 1], Widths = [4, 8], StemWidth = 4 };
        using WeightFile file = Write(spec, _ => true, name, shape);

        var error = Assert.Throws<ModelFormatException>(() => SpecInference.Infer(file, "mine"));

        Assert.StartsWith("a.safetensors holds no ", error.Message, StringComparison.Ordinal);
    }

    private static WeightFile Write(ResNetSpec spec, Predicate<string> keep, string changed = "", int[]? shape = null) => WeightFile.Parse(
        SafetensorsWriter.Write(NetworkParameters.Describe(spec).Where(parameter => keep(parameter.Name)).Select(parameter =>
        {
            IReadOnlyList<int> sides = parameter.Name == changed ? shape! : parameter.Shape;
            return (parameter.Name, sides, (ReadOnlyMemory<float>)new float[sides.Aggregate(1, (product, side) => product * side)]);
        })),
        "a.safetensors");
}
