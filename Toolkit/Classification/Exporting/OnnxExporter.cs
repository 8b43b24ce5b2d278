using System.Globalization;
using MLResNet.Engine.Networks;
using MLResNet.Formats.Onnx;
using MLResNet.Formats.Protobuf;
using MLResNet.Imaging;
using MLResNet.Packaging;

namespace MLResNet.Exporting;

/// <summary>
/// Writes a classifier as an ONNX model: pictures [batch, 3, size, size] of 0 to 255 in, probabilities and logits [batch,
/// classes] out. Parameters keep their names (docs/parameters.md), and a node is named as its layer. Batch norms stay nodes of
/// their own: runtimes fold them into the convolutions when they load the model.
/// </summary>
internal sealed class OnnxExporter
{
    private const string Scale = "normalize.scale";
    private const string Offset = "normalize.offset";
    private const string Temperature = "temperature";
    private const string PoolBorder = "maxpool.border";
    private const string Images = "image";
    private const string Logits = "logits";

    private readonly NetworkParameters _parameters;
    private readonly OnnxGraphWriter _graph;

    private OnnxExporter(NetworkParameters parameters, OnnxGraphWriter graph) => (_parameters, _graph) = (parameters, graph);

    /// <summary>Writes the model; the same classifier always gives the same bytes.</summary>
    /// <param name="manifest">Network, preprocessing and labels.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="stream">Receives the model.</param>
    /// <exception cref="MLResNetException">The network does not take RGB pictures, or the file would pass 2 GiB.</exception>
    public static void Write(ModelManifest manifest, NetworkParameters parameters, Stream stream)
    {
        ResNetSpec spec = manifest.Spec;
        if (spec.InputChannels != 3)
            throw new MLResNetException($"Network '{spec.Id}' takes {spec.InputChannels} channels; ONNX export is for RGB.");
        ImagePreprocessing preprocessing = manifest.Preprocessing;
        int size = preprocessing.Size;
        string input = string.Create(CultureInfo.InvariantCulture,
            $"RGB pictures, 0 to 255, [batch, channel, y, x]: scaled until the short side is {preprocessing.ResizeShortSide} "
            + $"({preprocessing.Interpolation.ToString().ToLowerInvariant()}), then the {size} x {size} in the middle.");
        bool isMultiLabel = manifest.Thresholds is not null;
        string function = isMultiLabel ? "sigmoid" : "softmax";
        var graph = new OnnxGraphWriter(
            spec.Id, $"Names what a picture shows. Normalization, temperature and {function} are part of the graph.");
        graph.AddInput(Images, [3, size, size], input);
        var exporter = new OnnxExporter(parameters, graph);
        exporter.AddNetwork(new ResNetLayout(spec), preprocessing, manifest.MirrorImages);
        exporter.AddProbabilities(manifest.Temperature, isMultiLabel);
        graph.AddOutput("probabilities", [spec.Classes], isMultiLabel
            ? "Probability of each label; a picture has those that reach their threshold, see the metadata."
            : "Probability of each class; those of a picture add up to 1.");
        graph.AddOutput(Logits, [spec.Classes], $"The scores before temperature and {function}.");

        graph.AddMetadata(ExportMetadata.Classes(manifest));
        if (manifest.Thresholds is { } thresholds)
            graph.AddMetadata(ExportMetadata.Thresholds(thresholds));
        graph.AddMetadata(ExportMetadata.OnnxInput(manifest));
        graph.AddMetadata(ExportMetadata.Manifest(manifest));

        ProtobufWriter model = graph.ToModel();
        if (model.Length > int.MaxValue)
            throw new MLResNetException($"Network '{spec.Id}' takes {model.Length} bytes; ONNX models are smaller than 2 GiB.");
        model.CopyTo(stream);
    }

    /// <summary>
    /// Whether a tensor of an exported model is a constant of its graph rather than a parameter of the network.
    /// </summary>
    public static bool IsConstant(string tensor) => tensor is Scale or Offset or Temperature or PoolBorder;

    private void AddNetwork(ResNetLayout layout, ImagePreprocessing preprocessing, bool mirrorsImages)
    {
        Map map = Normalize(mirrorsImages ? AddMirrorImages() : Images, preprocessing);
        if (layout.DataNorm is not null)
            map = Norm(layout.DataNorm, map, relu: false);
        map = Convolve(layout.Stem, map);
        if (layout.StemNorm is not null)
            map = Norm(layout.StemNorm, map);
        if (layout.StemPool is not null)
            map = Pool(layout.StemPool, map);
        foreach (BlockSpec block in layout.Blocks)
            map = block.Version == ResNetVersion.V2 ? PreActivation(block, map) : PostActivation(block, map);
        if (layout.LastNorm is not null)
            map = Norm(layout.LastNorm, map);

        _graph.AddNode("GlobalAveragePool", "avgpool", [map.Name]);
        _graph.AddNode("Flatten", "features", ["avgpool"], Integer("axis", 1));
        LinearSpec classifier = layout.Classifier;
        string[] inputs = ["features", Parameter(classifier.WeightName), Parameter(classifier.BiasName)];
        string logits = _graph.AddNode("Gemm", mirrorsImages ? "mirror.logits" : Logits, inputs, Integer("transB", 1));
        if (mirrorsImages)
            AverageMirrorImages(logits, classifier.Outputs);
    }

    private void AddProbabilities(double temperature, bool isMultiLabel)
    {
        string calibrated = Calibrate(Logits, temperature);
        if (isMultiLabel)
            _graph.AddNode("Sigmoid", "probabilities", [calibrated]);
        else
            _graph.AddNode("Softmax", "probabilities", [calibrated], Integer("axis", 1));
    }

    /// <summary>The logits divided by the temperature, where there is one to speak of.</summary>
    private string Calibrate(string logits, double temperature)
    {
        if (temperature == 1)
            return logits;
        _graph.AddTensor(Temperature, [1], new[] { (float)temperature });
        return _graph.AddNode("Div", "logits.calibrated", [logits, Temperature]);
    }

    /// <summary>The pictures, and after them their mirror images.</summary>
    private string AddMirrorImages()
    {
        _graph.AddTensor("mirror.starts", [-1]);
        _graph.AddTensor("mirror.ends", [long.MinValue]);
        _graph.AddTensor("mirror.axes", [3]);
        _graph.AddTensor("mirror.steps", [-1]);
        string mirrored = _graph.AddNode("Slice", "mirror", [Images, "mirror.starts", "mirror.ends", "mirror.axes", "mirror.steps"]);
        return _graph.AddNode("Concat", "mirror.both", [Images, mirrored], Integer("axis", 0));
    }

    /// <summary>The mean of the first half of the logits, of the pictures, and of the second, of their mirror images.</summary>
    private void AverageMirrorImages(string logits, int classes)
    {
        _graph.AddTensor("mirror.halves", [2, -1, classes]);
        string halves = _graph.AddNode("Reshape", "mirror.pairs", [logits, "mirror.halves"]);
        _graph.AddNode("ReduceMean", Logits, [halves], Integers("axes", 0), Integer("keepdims", 0));
    }

    /// <summary>(sample / 255 - mean) / std as one product and one sum, as <see cref="ImagePreprocessing"/> does it.</summary>
    private Map Normalize(string images, ImagePreprocessing preprocessing)
    {
        float[] scale = [.. preprocessing.Std.Select(std => (float)(1 / (255.0 * std)))];
        float[] offset = [.. preprocessing.Mean.Zip(preprocessing.Std, (mean, std) => (float)(-(double)mean / std))];
        _graph.AddTensor(Scale, [1, 3, 1, 1], scale);
        _graph.AddTensor(Offset, [1, 3, 1, 1], offset);
        _graph.AddNode("Mul", "normalize.mul", [images, Scale]);
        string normalized = _graph.AddNode("Add", "normalize", ["normalize.mul", Offset]);
        if (preprocessing.ChannelOrder == ChannelOrder.Bgr)
        {
            _graph.AddTensor("bgr.channels", [2, 1, 0]);
            normalized = _graph.AddNode("Gather", "bgr", [normalized, "bgr.channels"], Integer("axis", 1));
        }
        return new Map(normalized, preprocessing.Size);
    }

    private Map PostActivation(BlockSpec block, Map input)
    {
        Map map = input;
        for (int i = 0; i < block.Convolutions.Length; i++)
            map = Norm(block.Norms[i], Convolve(block.Convolutions[i], map), relu: i < block.Convolutions.Length - 1);
        map = Add(block, map, Shortcut(block, input));
        return map with { Name = _graph.AddNode("Relu", $"{block.Name}.relu", [map.Name]) };
    }

    private Map PreActivation(BlockSpec block, Map input)
    {
        Map activated = Norm(block.Norms[0], input);
        Map map = Convolve(block.Convolutions[0], activated);
        for (int i = 1; i < block.Convolutions.Length; i++)
            map = Convolve(block.Convolutions[i], Norm(block.Norms[i], map));
        return Add(block, map, Shortcut(block, block.ProjectionTakesPreActivation ? activated : input));
    }

    private Map? Shortcut(BlockSpec block, Map input) => block.Shortcut switch
    {
        ShortcutPath.Identity => input,
        ShortcutPath.Subsample => Subsample(block, input),
        ShortcutPath.Projection when block.ProjectionNorm is { } norm =>
            Norm(norm, Convolve(block.Projection!, input), relu: false),
        ShortcutPath.Projection => Convolve(block.Projection!, input),
        _ => null,
    };

    private Map Add(BlockSpec block, Map branch, Map? shortcut) => shortcut is null
        ? branch
        : branch with { Name = _graph.AddNode("Add", $"{block.Name}.add", [branch.Name, shortcut.Value.Name]) };

    /// <summary>Every stride-th pixel as a pooling of 1 x 1, then zeros for additional channels.</summary>
    private Map Subsample(BlockSpec block, Map input)
    {
        Map map = input;
        if (block.Stride > 1)
            map = Pool($"{block.Name}.downsample", new SlidingWindow(1, block.Stride, PaddingMode.Symmetric), map, pads: null);
        int channels = block.OutputChannels - block.InputChannels;
        if (channels > 0)
            map = map with { Name = Pad($"{block.Name}.widen", map, [0, 0, 0, 0, 0, channels, 0, 0]) };
        return map;
    }

    private Map Convolve(ConvolutionSpec convolution, Map input)
    {
        string[] bias = convolution.Bias ? [Parameter(convolution.BiasName)] : [];
        string name = _graph.AddNode(
            "Conv", convolution.Name, [input.Name, Parameter(convolution.WeightName), .. bias],
            [.. Window(convolution.Window, Pads(convolution.Window, input.Size)), Integer("group", convolution.Groups)]);
        return new Map(name, convolution.Window.OutputSize(input.Size));
    }

    private Map Norm(NormSpec norm, Map input, bool relu = true)
    {
        string name = _graph.AddNode(
            "BatchNormalization", norm.Name,
            [
                input.Name, Parameter(norm.ScaleName), Parameter(norm.ShiftName), Parameter(norm.MeanName),
                Parameter(norm.VarianceName),
            ],
            new OnnxAttribute("epsilon") { Single = (float)norm.Epsilon });
        return input with { Name = relu ? _graph.AddNode("Relu", $"{norm.Name}.relu", [name]) : name };
    }

    // Zeros that take part in the maximum do not come from a Pad node: ONNX Runtime, from 1.17 on, merges that into the pooling,
    // whose own padding takes no part. A maximum with zero, wherever a window reaches beyond the map, is the same.
    private Map Pool(MaxPoolSpec pool, Map input)
    {
        Map pooled = Pool("maxpool", pool.Window, input, Pads(pool.Window, input.Size));
        if (!pool.PadsZeros)
            return pooled;
        float[] least = new float[pooled.Size * pooled.Size];
        for (int i = 0; i < least.Length; i++)
            least[i] = IsPadded(i / pooled.Size) || IsPadded(i % pooled.Size) ? 0 : float.MinValue;
        _graph.AddTensor(PoolBorder, [1, 1, pooled.Size, pooled.Size], least);
        return pooled with { Name = _graph.AddNode("Max", "maxpool.zeros", [pooled.Name, PoolBorder]) };

        bool IsPadded(int output)
        {
            int first = output * pool.Window.Stride - pool.Window.PaddingBefore(input.Size);
            return first < 0 || first + pool.Window.Kernel > input.Size;
        }
    }

    private Map Pool(string name, SlidingWindow window, Map input, long[]? pads) =>
        new(_graph.AddNode("MaxPool", name, [input.Name], Window(window, pads)), window.OutputSize(input.Size));

    /// <summary>Adds zeros: as many before each of the four axes, then after each.</summary>
    private string Pad(string name, Map input, ReadOnlySpan<long> pads)
    {
        _graph.AddTensor($"{name}.pads", pads);
        return _graph.AddNode("Pad", name, [input.Name, $"{name}.pads"]);
    }

    private static IEnumerable<OnnxAttribute> Window(SlidingWindow window, long[]? pads)
    {
        yield return Integers("kernel_shape", window.Kernel, window.Kernel);
        yield return Integers("strides", window.Stride, window.Stride);
        if (pads is not null)
            yield return Integers("pads", pads);
    }

    private static long[] Pads(SlidingWindow window, int size)
    {
        int before = window.PaddingBefore(size), after = window.PaddingAfter(size);
        return [before, before, after, after];
    }

    private static OnnxAttribute Integer(string name, long value) => new(name) { Integer = value };

    private static OnnxAttribute Integers(string name, params long[] values) => new(name) { Integers = values };

    private string Parameter(string name)
    {
        Parameter parameter = _parameters[name];
        _graph.AddTensor(name, parameter.Shape, parameter.Values);
        return name;
    }

    /// <summary>A feature map: the node that gives it, and its height and width.</summary>
    private readonly record struct Map(string Name, int Size);
}
