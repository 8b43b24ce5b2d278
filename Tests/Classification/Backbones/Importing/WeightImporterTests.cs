using MLResNet.Backbones.Importing;
using MLResNet.Engine.Networks;
using MLResNet.Formats;
using MLResNet.Formats.Safetensors;

namespace MLResNet.Classification.Tests.Backbones.Importing;

public sealed class WeightImporterTests
{
    private static readonly ResNetSpec Spec =
        ResNetFamily.Get("resnet10") with { Id = "tiny", Depths = [1, 1], Widths = [4, 8], StemWidth = 4, Classes = 3 };

    [Fact]
    public void Weights_of_our_own_names_come_back_from_a_file()
    {
        var parameters = NetworkParameters.Initialize(Spec, seed: 1);
        using WeightFile file = Write([.. parameters, Counter("bn1.num_batches_tracked")]);

        NetworkParameters imported = WeightImporter.Import(file, Spec, new TorchvisionNames());

        Assert.Equal(WeightFormat.Safetensors, file.Format);
        Assert.All(parameters, parameter => Assert.Equal(parameter.Values, imported[parameter.Name].Values));
    }

    [Fact]
    public void All_that_does_not_fit_is_listed_at_once()
    {
        var parameters = NetworkParameters.Initialize(Spec, seed: 1);
        Parameter[] changed =
        [
            .. parameters.Where(parameter => parameter.Name is not ("fc.bias" or "layer1.0.bn1.weight" or "layer2.0.conv1.weight")),
            Counter("layer2.0.conv1.weight"), Counter("layer3.0.conv1.weight"), Counter("head.bias"),
        ];
        using WeightFile file = Write(changed);

        var error = Assert.Throws<ModelFormatException>(() => WeightImporter.Import(file, Spec, new TorchvisionNames()));

        Assert.Equal(
            "a.safetensors does not hold the weights of tiny: 2 missing: 'layer1.0.bn1.weight', 'fc.bias'; "
            + "1 of another shape: layer2.0.conv1.weight [1] for our layer2.0.conv1.weight [8, 4, 3, 3]; "
            + "2 unexpected: 'layer3.0.conv1.weight', 'head.bias'.",
            error.Message);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Values_that_are_not_finite_are_refused(float value)
    {
        var parameters = NetworkParameters.Initialize(Spec, seed: 1);
        parameters["fc.weight"].Values[5] = value;
        using WeightFile file = Write(parameters);

        var error = Assert.Throws<ModelFormatException>(() => WeightImporter.Import(file, Spec, new TorchvisionNames()));

        Assert.Contains("value 5 of tensor 'fc.weight'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Axes_are_put_in_our_order(bool outLast, bool classifierIsConvolution)
    {
        WeightLayout layout = outLast ? WeightLayout.OutLast : WeightLayout.OutFirst;
        var parameters = NetworkParameters.Initialize(Spec, seed: 1);
        using WeightFile file = Write(parameters.Select(parameter => Rearranged(parameter, layout, classifierIsConvolution)));

        NetworkParameters imported = WeightImporter.Import(file, Spec, new Names(layout));

        Assert.All(parameters, parameter => Assert.Equal(parameter.Values, imported[parameter.Name].Values));
    }

    [Fact]
    public void A_parameter_that_the_origin_does_without_is_a_constant()
    {
        ResNetSpec biased = Spec with { ConvolutionBias = true };
        using WeightFile file = Write(NetworkParameters.Initialize(Spec, seed: 1));

        NetworkParameters imported = WeightImporter.Import(file, biased, new Names(WeightLayout.OutFirst));

        Assert.All(imported["layer1.0.conv1.bias"].Values, value => Assert.Equal(0.5f, value));
    }

    private static Parameter Counter(string name) => new(new(name, [1], ParameterKind.Bias, false), [7]);

    private static WeightFile Write(IEnumerable<Parameter> parameters) => WeightFile.Parse(
        SafetensorsWriter.Write(parameters.Select(p => (p.Name, (IReadOnlyList<int>)p.Shape, (ReadOnlyMemory<float>)p.Values))),
        "a.safetensors");

    private static Parameter Rearranged(Parameter parameter, WeightLayout layout, bool classifierIsConvolution)
    {
        if (parameter.Shape.Length == 1)
            return parameter;
        int outputs = parameter.Shape[0], inputs = parameter.Shape[1];
        int side = parameter.Shape.Length == 4 ? parameter.Shape[2] : 1;
        var values = new float[parameter.Values.Length];
        for (int output = 0; output < outputs; output++)
            for (int input = 0; input < inputs; input++)
                for (int tap = 0; tap < side * side; tap++)
                {
                    int to = layout == WeightLayout.OutFirst
                        ? (output * inputs + input) * side * side + tap
                        : (tap * inputs + input) * outputs + output;
                    values[to] = parameter.Values[(output * inputs + input) * side * side + tap];
                }
        int[] ends = layout == WeightLayout.OutFirst ? [outputs, inputs] : [inputs, outputs];
        int[] shape = parameter.Shape.Length == 2 && !classifierIsConvolution ? ends
            : layout == WeightLayout.OutFirst ? [.. ends, side, side] : [side, side, .. ends];
        return new(new(parameter.Name, [.. shape], parameter.Kind, true), values);
    }

    private sealed class Names(WeightLayout layout) : WeightNames
    {
        public override WeightSource Find(ParameterDescription parameter, ResNetSpec spec) =>
            parameter.Kind == ParameterKind.Bias && parameter.Name != "fc.bias"
                ? new WeightSource.Constant(0.5f)
                : new WeightSource.Tensor(parameter.Name, layout);
    }
}
