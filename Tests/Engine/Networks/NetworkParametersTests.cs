using MLResNet.Engine.Networks;
using MLResNet.Engine.Regression;

namespace MLResNet.Engine.Tests.Networks;

public sealed class NetworkParametersTests
{
    private static readonly ResNetSpec Small = ResNetFamily.Get("resnet20-cifar") with { Depths = [1, 1], Widths = [4, 8], StemWidth = 4 };

    [Fact]
    public void A_v1_network_names_its_parameters_as_torchvision_does()
    {
        ResNetSpec spec = Small with { Shortcut = ShortcutKind.Projection };

        Assert.Equal(
            [
                "conv1.weight", .. Norm("bn1"),
                "layer1.0.conv1.weight", .. Norm("layer1.0.bn1"), "layer1.0.conv2.weight", .. Norm("layer1.0.bn2"),
                "layer2.0.conv1.weight", .. Norm("layer2.0.bn1"), "layer2.0.conv2.weight", .. Norm("layer2.0.bn2"),
                "layer2.0.downsample.0.weight", .. Norm("layer2.0.downsample.1"),
                "fc.weight", "fc.bias",
            ],
            NetworkParameters.Describe(spec).Select(parameter => parameter.Name));
    }

    [Fact]
    public void Another_classifier_leaves_the_other_parameters_as_they_are()
    {
        NetworkParameters parameters = NetworkParameters.Initialize(Small, seed: 1);
        var head = new LinearHead(8, 3, new float[24], [1, 2, 3]);

        NetworkParameters changed = parameters.WithClassifier(head);

        Assert.Equal(Small with { Classes = 3 }, changed.Spec);
        Assert.Same(head.Weight, changed["fc.weight"].Values);
        Assert.Same(head.Bias, changed["fc.bias"].Values);
        Assert.All(parameters.SkipLast(2), parameter => Assert.Same(parameter.Values, changed[parameter.Name].Values));
        Assert.Throws<ArgumentException>(() => parameters.WithClassifier(new LinearHead(7, 3, new float[21], new float[3])));
    }

    [Fact]
    public void A_v2_network_has_norms_before_convolutions_and_one_at_the_end()
    {
        ResNetSpec spec = Small with
        {
            Version = ResNetVersion.V2, Shortcut = ShortcutKind.Projection, DataNorm = true, StemNorm = false, ConvolutionBias = true,
        };

        IReadOnlyList<ParameterDescription> parameters = NetworkParameters.Describe(spec);

        Assert.Equal(
            [
                .. Norm("bn_data"), .. Convolution("conv1"),
                .. Norm("layer1.0.bn1"), .. Convolution("layer1.0.conv1"), .. Norm("layer1.0.bn2"), .. Convolution("layer1.0.conv2"),
                .. Norm("layer2.0.bn1"), .. Convolution("layer2.0.conv1"), .. Norm("layer2.0.bn2"), .. Convolution("layer2.0.conv2"),
                .. Convolution("layer2.0.downsample.0"),
                .. Norm("bn_last"), "fc.weight", "fc.bias",
            ],
            parameters.Select(parameter => parameter.Name));
        Assert.DoesNotContain(parameters, parameter => parameter.Trainable && parameter.Name.StartsWith("bn_data", StringComparison.Ordinal));
    }

    [Fact]
    public void Initial_values_are_the_same_for_the_same_seed_and_do_not_depend_on_the_number_of_classes()
    {
        var first = NetworkParameters.Initialize(Small, seed: 1);
        var again = NetworkParameters.Initialize(Small with { Classes = 3 }, seed: 1);
        var other = NetworkParameters.Initialize(Small, seed: 2);

        Assert.Equal(first["conv1.weight"].Values, again["conv1.weight"].Values);
        Assert.NotEqual(first["conv1.weight"].Values, other["conv1.weight"].Values);
        Assert.NotEqual(first["layer1.0.conv1.weight"].Values, first["layer1.0.conv2.weight"].Values);
    }

    [Fact]
    public void Initial_convolutions_have_the_moments_of_a_normal_distribution_of_he_s_variance()
    {
        float[] values = NetworkParameters.Initialize(ResNetFamily.Get("resnet18"), seed: 3)["layer4.1.conv2.weight"].Values;

        double variance = 2.0 / (512 * 9);
        Assert.Equal(0, values.Average() / Math.Sqrt(variance), 0.003);
        Assert.Equal(1, values.Average(v => v * (double)v) / variance, 0.005);
        // Share within one deviation: 68.27 % of a normal distribution.
        Assert.Equal(0.6827, values.Count(v => Math.Abs(v) < Math.Sqrt(variance)) / (double)values.Length, 0.005);
    }

    [Theory]
    [InlineData("resnet50", "layer1.0.bn3.weight", true)]
    [InlineData("resnet50", "layer1.0.bn2.weight", false)]
    [InlineData("resnet50", "layer1.0.downsample.1.weight", false)]
    [InlineData("plain18", "layer1.0.bn2.weight", false)]
    [InlineData("resnet18v2", "layer1.0.bn2.weight", false)]
    public void Only_the_last_norm_of_a_v1_block_with_a_shortcut_starts_at_zero(string id, string name, bool zero)
    {
        var parameters = NetworkParameters.Initialize(ResNetFamily.Get(id) with { Depths = [1], Widths = [8], StemWidth = 8 }, seed: 1);

        Assert.All(parameters[name].Values, value => Assert.Equal(zero ? 0f : 1f, value));
    }

    [Fact]
    public void Parameters_that_do_not_fit_the_network_are_refused_by_name()
    {
        List<Parameter> all = [.. NetworkParameters.Initialize(Small, seed: 1)];
        var stranger = new Parameter(new("layer9.weight", [1], ParameterKind.Weight, true), [0f]);
        var transposed = new Parameter(all[^2].Description with { Shape = [all[^2].Shape[1], all[^2].Shape[0]] }, all[^2].Values);

        Assert.Contains("'conv1.weight'", Error(all.Skip(1)), StringComparison.Ordinal);
        Assert.Contains("'layer9.weight'", Error([.. all, stranger]), StringComparison.Ordinal);
        Assert.Contains("'fc.weight' of shape [10, 8], not [8, 10]", Error([.. all.SkipLast(2), transposed, all[^1]]), StringComparison.Ordinal);
        Assert.Contains("twice", Error([.. all, all[0]]), StringComparison.Ordinal);
        Assert.Equal(all.Select(p => p.Name), new NetworkParameters(Small, Enumerable.Reverse(all)).Select(p => p.Name));

        static string Error(IEnumerable<Parameter> parameters) =>
            Assert.Throws<ArgumentException>(() => new NetworkParameters(Small, parameters)).Message;
    }

    private static string[] Norm(string name) => [$"{name}.weight", $"{name}.bias", $"{name}.running_mean", $"{name}.running_var"];

    private static string[] Convolution(string name) => [$"{name}.weight", $"{name}.bias"];
}
