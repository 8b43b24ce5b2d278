using MLResNet.Engine.Layers;
using MLResNet.Engine.Networks;
using MLResNet.Engine.Tensors;
using MLResNet.Engine.Tests.Networks;

namespace MLResNet.Engine.Tests.Layers;

/// <summary>Every layer's backward pass against finite differences.</summary>
public sealed class LayerGradientTests : IDisposable
{
    private readonly LayerContext _context = new(new ComputeOptions { Threads = 2 });

    [Theory]
    [InlineData(3, 5, 1, 1, 1, false)]
    [InlineData(3, 5, 1, 2, 1, true)]
    [InlineData(4, 6, 3, 1, 1, true)]
    [InlineData(4, 6, 3, 2, 1, false)]
    [InlineData(6, 9, 3, 1, 3, false)]
    [InlineData(64, 64, 3, 2, 16, true)]
    [InlineData(40, 70, 3, 1, 1, false)]
    [InlineData(3, 8, 7, 2, 1, false)]
    [InlineData(2, 3, 5, 3, 1, false)]
    public void Convolution(int inputs, int outputs, int kernel, int stride, int groups, bool same)
    {
        SlidingWindow window = new(kernel, stride, same ? PaddingMode.Same : PaddingMode.Symmetric);
        using Conv2d layer = new(new ConvolutionSpec("conv", inputs, outputs, window, groups, Bias: true), _context);
        Check(layer, inputs);
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(5, true)]
    [InlineData(48, true)]
    public void Batch_norm_on_the_statistics_of_the_batch(int channels, bool relu)
    {
        using BatchNorm2d layer = new(new NormSpec("bn", channels, 1e-5), relu, _context);
        // A ReLU bends where x passes 0; smaller steps cross fewer of the bends.
        Check(layer, channels, step: relu ? 1e-3 : 1e-2, tolerance: relu ? 3e-2 : 5e-3);
    }

    [Fact]
    public void Rectifier()
    {
        using ReLU layer = new(_context);
        Check(layer, 7, step: 1e-3, tolerance: 2e-2);
    }

    [Theory]
    [InlineData(3, 2, false)]
    [InlineData(3, 2, true)]
    [InlineData(2, 2, false)]
    [InlineData(1, 2, false)]
    public void Max_pooling(int kernel, int stride, bool padsZeros)
    {
        PaddingMode padding = kernel % 2 == 0 ? PaddingMode.Same : PaddingMode.Symmetric;
        using MaxPool2d layer = new(new MaxPoolSpec(new SlidingWindow(kernel, stride, padding), padsZeros), _context);
        Check(layer, 20, step: 1e-3, tolerance: 2e-2);
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(3, 1)]
    [InlineData(1, 2)]
    public void Average_pooling(int kernel, int stride)
    {
        using AveragePool2d layer = new(new SlidingWindow(kernel, stride, PaddingMode.Symmetric), _context);
        Check(layer, 20);
    }

    [Fact]
    public void Global_average_pooling()
    {
        using GlobalAveragePool2d layer = new(_context);
        Check(layer, 20);
    }

    [Fact]
    public void Subsampling_with_channels_of_zeros()
    {
        using Subsample layer = new(2, 9, _context);
        Check(layer, 5);
    }

    [Fact]
    public void Linear_map()
    {
        using Linear layer = new(new LinearSpec("fc", 37, 11), _context);
        Check(layer, 37, height: 1, width: 1);
    }

    [Theory]
    [InlineData("resnet18")]
    [InlineData("resnet50")]
    [InlineData("resnext50-32x4d")]
    [InlineData("resnet50v2")]
    [InlineData("resnet20-cifar")]
    [InlineData("plain18")]
    [InlineData("raw-projection")]
    [InlineData("pooling-shortcut")]
    public void Whole_networks(string name)
    {
        ResNetSpec spec = name switch
        {
            "raw-projection" => ResNetFamily.Get("resnet50v2") with { ProjectionTakesPreActivation = false },
            "pooling-shortcut" => ResNetFamily.Get("resnet50v2") with
            {
                Shortcut = ShortcutKind.StridedPooling, StrideAt = StridePlacement.StageEnd, ConvolutionBias = true,
            },
            _ => ResNetFamily.Get(name),
        };
        spec = spec with
        {
            Id = "thin",
            Depths = [2, 1],
            Widths = [8, 16],
            StemWidth = 8,
            StemKernel = 3,
            Groups = spec.Groups > 1 ? 4 : 1,
            WidthPerGroup = spec.Groups > 1 ? 32 : 64,
            Classes = 5,
        };
        using ResNet network = new(spec, _context, stages: 2);
        NetworkParameters parameters = OracleWeights.Parameters(spec);
        foreach (LayerParameter parameter in network.Parameters)
            parameter.Import(parameters[parameter.Parameter.Name].Values);
        using Tensor x = new(3, 19, 22, 3);
        GradientCheck.Fill(x.Span, new Random(3));

        GradientCheck.Run(network, _context, x, step: 3e-4, tolerance: 0.1);
    }

    public void Dispose() => _context.Dispose();

    private void Check(Layer layer, int channels, int height = 11, int width = 13, double step = 1e-2, double tolerance = 5e-3)
    {
        Random random = new(2);
        foreach (LayerParameter parameter in layer.Parameters)
        {
            GradientCheck.Fill(parameter.Values.Array, random);
            if (parameter.Parameter.Kind is ParameterKind.NormScale or ParameterKind.RunningVariance)
            {
                foreach (ref float value in parameter.Values.Array.AsSpan())
                    value = Math.Abs(value) + 0.5f;
            }
        }
        using Tensor x = new(3, height, width, channels);
        GradientCheck.Fill(x.Span, random);
        GradientCheck.Run(layer, _context, x, step, tolerance);
    }
}
