using MLResNet.Engine.Networks;
using MLResNet.Imaging;
using MLResNet.Packaging;

namespace MLResNet.Classification.Tests;

/// <summary>
/// Networks that nobody trained, in which every parameter shows: weights of He's variance, batch norms that do something.
/// </summary>
internal static class RandomNetwork
{
    /// <summary>Thin members of the family by a name, for tests that try each trait.</summary>
    public static ResNetSpec Spec(string name)
    {
        ResNetSpec v15 = Thin("resnet50"), v1 = Thin("resnet50v1"), v2 = Thin("resnet50v2");
        ResNetSpec keras = v2 with
        {
            StrideAt = StridePlacement.StageEnd, Shortcut = ShortcutKind.StridedPooling, ConvolutionBias = true, StemNorm = false,
        };
        ResNetSpec spec = name switch
        {
            "basic" => Thin("resnet18"),
            "v1" => v1,
            "v1.5" => v15,
            "v2" => v2,
            "basic-v2" => Thin("resnet18v2"),
            "resnext" => v15 with { Widths = [16, 32], Groups = 4, WidthPerGroup = 16 },
            "wide" => v15 with { WidthPerGroup = 128 },
            "plain" => Thin("plain18"),
            "cifar" => Thin("resnet20-cifar") with { StemWidth = 8 },
            "gluon-v2" => v2 with { DataNorm = true },
            "keras-v1" => v1 with { ConvolutionBias = true, BatchNormEpsilon = 1.001e-5, StemPoolPadsZeros = true },
            "keras-v2" => keras with { BatchNormEpsilon = 1.001e-5, StemPoolPadsZeros = true },
            "slim-v2" => keras with { StemPoolPadding = PaddingMode.Same },
            "same-padding" => v15 with { Padding = PaddingMode.Same, StemPoolPadding = PaddingMode.Same },
            "raw-projection-v2" => v2 with { ProjectionTakesPreActivation = false },
            _ => throw new ArgumentException($"There is no test network '{name}'."),
        };
        return spec with { Id = name, Classes = 5 };
    }

    /// <summary>The names that <see cref="Spec"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "basic", "v1", "v1.5", "v2", "basic-v2", "resnext", "wide", "plain", "cifar", "gluon-v2", "keras-v1", "keras-v2",
        "slim-v2", "same-padding", "raw-projection-v2",
    ];

    /// <summary>Parameters of a network; the same seed gives the same.</summary>
    public static NetworkParameters Parameters(ResNetSpec spec, int seed = 1)
    {
        var random = new Random(seed);
        return new(spec, NetworkParameters.Describe(spec).Select(description => new Parameter(description, Values(description))));

        float[] Values(ParameterDescription description)
        {
            double fanIn = (double)description.Length / description.Shape[0];
            (double middle, double reach) = description.Kind switch
            {
                ParameterKind.Weight => (0, Math.Sqrt((description.Shape.Length == 4 ? 6 : 3) / fanIn)),
                ParameterKind.NormScale => (0.7, 0.3),
                ParameterKind.RunningVariance => (1, 0.5),
                _ => (0, 0.2),
            };
            return [.. Enumerable.Range(0, (int)description.Length).Select(_ => middle + (2 * random.NextDouble() - 1) * reach)
                .Select(value => (float)value)];
        }
    }

    /// <summary>A classifier of a network, that takes pictures of a size as they are.</summary>
    public static ModelPackage Package(ResNetSpec spec, int size, ChannelOrder order = ChannelOrder.Rgb) => new(
        new ModelManifest
        {
            Spec = spec,
            Preprocessing = new ImagePreprocessing { Size = size, ResizeShortSide = size, ChannelOrder = order },
            Labels = [.. Enumerable.Range(0, spec.Classes).Select(i => $"rosé {i}")],
        },
        Parameters(spec));

    /// <summary>A picture of noise.</summary>
    public static RgbImage Picture(int size, int seed)
    {
        var image = new RgbImage(size, size);
        new Random(seed).NextBytes(image.Pixels);
        return image;
    }

    private static ResNetSpec Thin(string id) => ResNetFamily.Get(id) with { Depths = [2, 2], Widths = [8, 16], StemWidth = 16 };
}
