using System.Collections.Immutable;
using MLResNet.Engine.Networks;
using MLResNet.Formats;
using MLResNet.Formats.Onnx;
using MLResNet.Imaging;

namespace MLResNet.Backbones.Importing;

/// <summary>
/// Tells from names and shapes of tensors which network of the family a file was made for. What they do not show, such as where
/// strides are, is as the origin's own networks have it. An ONNX model has a graph, which shows everything.
/// </summary>
internal sealed class SpecInference
{
    private const int MaxStages = 8;
    private const int MaxDepth = 1024;

    private static readonly WeightOrigin[] Origins = [WeightOrigin.Torchvision, WeightOrigin.Timm, WeightOrigin.Keras, WeightOrigin.Slim];

    private readonly WeightFile _file;
    private readonly WeightNames _names;
    private readonly Dictionary<string, WeightTensor> _tensors = new(StringComparer.Ordinal);
    private ResNetSpec _probe;

    private SpecInference(WeightFile file, WeightOrigin origin)
    {
        _file = file;
        _names = origin.Names;
        _probe = origin.V1 ?? origin.V2;
        foreach (WeightTensor tensor in file.Tensors)
            _tensors.TryAdd(_names.NameOf(tensor.Name), tensor);
    }

    /// <summary>The network of a file.</summary>
    /// <param name="file">A user's own network, or a published one.</param>
    /// <param name="id">What the network is to be called.</param>
    /// <exception cref="ModelFormatException">
    /// The file's names are of no known origin, or its shapes of no network of the family.
    /// </exception>
    public static InferredNetwork Infer(WeightFile file, string id)
    {
        if (file is OnnxFile model)
        {
            OnnxNetwork network = OnnxNetwork.Of(model, id);
            return new InferredNetwork(
                network.Spec with { Id = id }, network.Names, network.Manifest?.Preprocessing ?? new ImagePreprocessing());
        }
        foreach (WeightOrigin origin in Origins)
        {
            var inference = new SpecInference(file, origin);
            if (inference.ShapeOf("conv1.weight") is not null)
                return inference.Infer(origin, id);
        }
        IEnumerable<string> stems = Origins.Select(origin => $"'{new SpecInference(file, origin).NameOf("conv1.weight")}'");
        throw new ModelFormatException(
            $"{file.Source} holds no residual network whose names MLResNet knows: no tensor is called {string.Join(" or ", stems)}.");
    }

    private InferredNetwork Infer(WeightOrigin origin, string id)
    {
        bool isV2 = origin.V1 is null || Has("bn_last.weight");
        _probe = isV2 ? origin.V2 : origin.V1!;
        ImmutableArray<int> stem = Kernel("conv1.weight");
        ImmutableArray<int> depths = Depths();
        bool isBottleneck = Has("layer1.0.conv3.weight");
        ImmutableArray<int> widths = [.. depths.Select((_, stage) => Width(stage + 1, isBottleneck))];
        var (groups, widthPerGroup) = isBottleneck ? Groups(widths[0]) : (1, 64);
        if (groups > 1 && origin == WeightOrigin.Keras)
            (origin, _probe) = (WeightOrigin.KerasNeXt, WeightOrigin.KerasNeXt.V1!);
        bool hasTop = Has("fc.weight");

        // Small pictures get a small kernel, and neither stride nor pooling before the first block.
        bool isSmall = stem[2] <= 3;
        ResNetSpec spec = _probe with
        {
            Id = id,
            Block = isBottleneck ? BlockKind.Bottleneck : BlockKind.Basic,
            Depths = depths,
            Widths = widths,
            Groups = groups,
            WidthPerGroup = widthPerGroup,
            Shortcut = Shortcut(stem[0], widths[0] * (isBottleneck ? 4 : 1), depths.Length),
            DataNorm = Has("bn_data.running_mean"),
            StemKernel = stem[2],
            StemWidth = stem[0],
            StemNorm = Has("bn1.weight"),
            StemStride = isSmall ? 1 : _probe.StemStride,
            StemPool = !isSmall && _probe.StemPool,
            ConvolutionBias = Has("conv1.bias"),
            Classes = hasTop ? ShapeOf("fc.weight")!.Value.FirstOrDefault() : 1,
            InputChannels = stem[1],
            DefaultSize = isSmall ? 32 : _probe.DefaultSize,
        };
        try
        {
            spec.Validate();
        }
        catch (ArgumentException e)
        {
            throw new ModelFormatException($"{_file.Source} holds no network that can be built: {e.Message}", e);
        }
        return new InferredNetwork(
            spec,
            hasTop ? _names : new HeadlessNames(_names),
            (isV2 ? origin.V2Preprocessing : origin.V1Preprocessing).WithSize(spec.DefaultSize));
    }

    private ImmutableArray<int> Depths()
    {
        ImmutableArray<int>.Builder depths = ImmutableArray.CreateBuilder<int>();
        while (depths.Count < MaxStages && Has(Block(depths.Count + 1, 0)))
        {
            int depth = 1;
            while (depth < MaxDepth && Has(Block(depths.Count + 1, depth)))
                depth++;
            depths.Add(depth);
        }
        return depths.Count > 0 ? depths.DrainToImmutable() : throw Strange($"'{NameOf(Block(1, 0))}' is missing");

        static string Block(int stage, int block) => $"layer{stage}.{block}.conv1.weight";
    }

    private int Width(int stage, bool isBottleneck)
    {
        if (!isBottleneck)
            return Kernel($"layer{stage}.0.conv1.weight")[0];
        string last = $"layer{stage}.0.conv3.weight";
        int outputs = Kernel(last)[0];
        return outputs % 4 == 0 ? outputs / 4 : throw Strange($"'{NameOf(last)}' has {outputs} outputs, which is no multiple of 4");
    }

    /// <summary>
    /// The 3x3 convolution has floor(width * per group / 64) * groups planes, of which each output sees a group's.
    /// </summary>
    private (int Groups, int WidthPerGroup) Groups(int width)
    {
        const string Middle = "layer1.0.conv2.weight";
        ImmutableArray<int> kernel = Kernel(Middle);
        int planes = kernel[0], group = kernel[1];
        if (group < 1 || planes < 1 || width < 1 || planes % group != 0)
            throw Strange($"'{NameOf(Middle)}' has {planes} outputs in groups of {group}");
        int groups = planes / group;
        long perGroup = (64L * group + width - 1) / width;
        return (groups, (int)Math.Min(perGroup, int.MaxValue));
    }

    /// <summary>Without a projection where the channels change, there are zeros.</summary>
    private ShortcutKind Shortcut(int stemChannels, int firstChannels, int stages)
    {
        int changing = stemChannels != firstChannels ? 1 : 2;
        return changing > stages || Has($"layer{changing}.0.downsample.0.weight") ? _probe.Shortcut : ShortcutKind.ZeroPadding;
    }

    private bool Has(string parameter) => ShapeOf(parameter) is not null;

    private string NameOf(string parameter) => Source(parameter)?.Name ?? parameter;

    /// <summary>The shape of a convolution's weights, in our order of axes.</summary>
    private ImmutableArray<int> Kernel(string parameter)
    {
        ImmutableArray<int> shape = ShapeOf(parameter) ?? throw Strange($"'{NameOf(parameter)}' is missing");
        return shape.Length == 4 ? shape : throw Strange($"'{NameOf(parameter)}' [{string.Join(", ", shape)}] is no convolution");
    }

    private ImmutableArray<int>? ShapeOf(string parameter) =>
        Source(parameter) is { } source && _tensors.TryGetValue(source.Name, out WeightTensor? tensor)
            ? WeightAxes.OurShape(tensor.Shape, source.Layout)
            : null;

    private WeightSource.Tensor? Source(string parameter)
    {
        WeightSource.Tensor? source = Find(_probe);
        // Keras calls the weights of a grouped convolution otherwise, and the groups are found by them.
        return source is not null && _tensors.ContainsKey(source.Name) ? source : Find(_probe with { Groups = 2 }) ?? source;

        WeightSource.Tensor? Find(ResNetSpec spec) =>
            _names.Find(new ParameterDescription(parameter, [], ParameterKind.Weight, false), spec) as WeightSource.Tensor;
    }

    private ModelFormatException Strange(string reason) =>
        new($"{_file.Source} holds no residual network of the family, though its first convolution is called as if it did: {reason}.");
}
