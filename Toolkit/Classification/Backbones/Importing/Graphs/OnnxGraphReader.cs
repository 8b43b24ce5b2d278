using MLResNet.Formats.Onnx;

namespace MLResNet.Backbones.Importing.Graphs;

/// <summary>
/// Follows an ONNX graph from its input to its classifier and takes it for a residual network, node by node, whatever its tensors
/// are called. Batch norms may have been folded into the convolutions before them.
/// </summary>
internal sealed class OnnxGraphReader
{
    private readonly OnnxGraph _graph;

    private OnnxGraphReader(OnnxGraph graph) => _graph = graph;

    /// <summary>Reads the network.</summary>
    /// <exception cref="ModelFormatException">The graph is not one of the family; the message says where it differs.</exception>
    public static GraphNetwork Read(OnnxFile file)
    {
        if (file.Inputs is not [string input])
            throw NoMember(file, $"it has {file.Inputs.Count} inputs, not one");
        return new OnnxGraphReader(new OnnxGraph(file)).ReadNetwork(input);
    }

    /// <summary>The error of a graph that is none of our networks.</summary>
    /// <param name="file">The file.</param>
    /// <param name="reason">Why, as a clause.</param>
    public static ModelFormatException NoMember(OnnxFile file, string reason) =>
        new($"{file.Source} is no residual network that MLResNet knows: {reason}.");

    private GraphNetwork ReadNetwork(string tensor)
    {
        GraphNorm? dataNorm = null;
        if (_graph.Consumer(tensor) is { Operator: "BatchNormalization" } norm)
            (dataNorm, tensor) = (ReadNorm(norm), Output(norm));
        OnnxNode? first = _graph.Consumer(tensor);
        if (first is not { Operator: "Conv" })
            throw NoMember($"{first?.ToString() ?? "nothing"} reads the picture where a convolution does");
        GraphConvolution stem = ReadConvolution(first, out tensor);
        if (!StartsPreActivation(tensor))
            stem = Follow(stem, ref tensor);
        bool pools = _graph.Consumer(tensor) is { Operator: "MaxPool" };
        bool poolsSame = pools && ReadPool(_graph.Consumer(tensor)!, ref tensor);

        var blocks = new List<GraphBlock>();
        while (ReadBlock(ref tensor) is { } block)
            blocks.Add(block);
        if (blocks.Count == 0)
            throw NoMember($"nothing is added up after {stem.Node}, so it has no shortcuts");
        GraphNorm? lastNorm = null;
        if (_graph.Consumer(tensor) is { Operator: "BatchNormalization" } last)
        {
            (lastNorm, tensor) = (ReadNorm(last), Output(last));
            tensor = Output(Expect(tensor, "Relu"));
        }
        if (blocks.Any(block => block.First is null != lastNorm is null))
            throw NoMember("some of its blocks begin with a batch norm, as in v2, and some do not");
        return new GraphNetwork
        {
            DataNorm = dataNorm,
            Stem = stem,
            StemPool = pools,
            StemPoolPadsSame = poolsSame,
            Blocks = blocks,
            LastNorm = lastNorm,
            Classifier = ReadClassifier(tensor),
        };
    }

    /// <summary>
    /// Whether the first block's batch norm reads a tensor, rather than the stem's own: then the sum reads it as well, or what
    /// comes after the ReLU is convolved and, in the end, added up without another ReLU.
    /// </summary>
    private bool StartsPreActivation(string tensor)
    {
        if (_graph.Consumer(tensor) is not { Operator: "BatchNormalization" } norm)
            return _graph.Consumers(tensor).Count > 1;
        return _graph.Consumer(Output(norm)) is { Operator: "Relu" } relu
            && _graph.Consumers(Output(relu)).All(node => node.Operator == "Conv")
            && Sum(Output(relu)) is { } sum && _graph.Consumer(Output(sum)) is not { Operator: "Relu" };
    }

    /// <summary>The addition that the way through convolutions, batch norms and ReLUs leads to, or null.</summary>
    private OnnxNode? Sum(string tensor)
    {
        while (_graph.Consumers(tensor) is [var node, ..])
        {
            if (IsSum(node))
                return node;
            if (node.Operator is not ("Conv" or "BatchNormalization" or "Relu"))
                return null;
            tensor = Output(node);
        }
        return null;
    }

    /// <summary>Reads the block that begins at a tensor; null if none does.</summary>
    private GraphBlock? ReadBlock(ref string tensor)
    {
        string input = tensor, start = tensor;
        GraphNorm? first = null;
        if (_graph.Consumers(input).FirstOrDefault(node => node.Operator == "BatchNormalization") is { } norm)
        {
            start = Output(Expect(Output(norm), "Relu"));
            first = ReadNorm(norm);
        }
        List<OnnxNode> convolutions = [.. _graph.Consumers(start).Where(node => node.Operator == "Conv")];
        if (convolutions.Count == 0)
            return null;
        if (first is not null)
            convolutions.AddRange(_graph.Consumers(input).Where(node => node.Operator == "Conv"));

        var chains = convolutions.ConvertAll(ReadChain);
        if (chains.Find(chain => chain.Convolutions.Count > 1) is not { } branch)
            throw NoMember($"no branch of two convolutions or three begins at '{input}'");
        (OnnxNode sum, string end) = (branch.Sum, branch.End);
        if (chains.Exists(chain => chain.Sum != sum) || chains.Count > 2)
            throw NoMember($"the ways that begin at '{input}' do not meet in {sum}");
        string other = sum.Inputs.Select(_graph.Resolve).FirstOrDefault(name => name != end)
            ?? throw NoMember($"{sum} adds a branch to itself");
        Chain? second = chains.Find(chain => chain != branch);
        (GraphShortcut shortcut, GraphConvolution? projection) = ReadShortcut(input, start, other, second, branch);
        tensor = Output(sum);
        if (first is null)
            tensor = Output(Expect(tensor, "Relu"));
        return new GraphBlock(first, branch.Convolutions, shortcut, projection);
    }

    private (GraphShortcut Shortcut, GraphConvolution? Projection) ReadShortcut(
        string input, string start, string other, Chain? projection, Chain branch)
    {
        if (projection is not null)
        {
            if (projection.Convolutions is not [{ Kernel: 1, Groups: 1, Relu: false } convolution] || projection.End != other)
                throw NoMember($"the shortcut of the block at '{input}' is not one convolution of 1 x 1");
            bool ofPreActivation = projection.Start == start && start != input;
            return (ofPreActivation ? GraphShortcut.ProjectionOfPreActivation : GraphShortcut.Projection, convolution);
        }
        if (other == input)
            return (GraphShortcut.Identity, null);
        int stride = branch.Convolutions.Max(convolution => convolution.Stride);
        if (_graph.Producer(other) is { Operator: "MaxPool" } pool && _graph.ComputedInput(pool) == input
            && IsSquare(pool.Integers("kernel_shape"), 1) && IsSquare(pool.Integers("strides"), stride))
        {
            return (GraphShortcut.Subsample, null);
        }
        throw NoMember($"{branch.Sum} adds what does not come from '{input}' by a shortcut");
    }

    /// <summary>Follows convolutions to the addition that the last of them ends in.</summary>
    private Chain ReadChain(OnnxNode node)
    {
        string start = _graph.ComputedInput(node)!;
        var convolutions = new List<GraphConvolution>(3);
        while (true)
        {
            if (node.Operator != "Conv" || convolutions.Count == 3)
                throw NoMember($"{node} stands in a block where a convolution or an addition does");
            GraphConvolution convolution = ReadConvolution(node, out string tensor);
            convolutions.Add(Follow(convolution, ref tensor));
            node = _graph.Consumer(tensor)
                ?? throw NoMember($"the output of {node} is read {_graph.Consumers(tensor).Count} times");
            if (IsSum(node))
                return new Chain(start, convolutions, tensor, node);
        }
    }

    /// <summary>Adds the batch norm and the ReLU that follow a convolution.</summary>
    private GraphConvolution Follow(GraphConvolution convolution, ref string tensor)
    {
        if (_graph.Consumer(tensor) is { Operator: "BatchNormalization" } norm)
            (convolution, tensor) = (convolution with { Norm = ReadNorm(norm) }, Output(norm));
        if (_graph.Consumer(tensor) is { Operator: "Relu" } relu)
            (convolution, tensor) = (convolution with { Relu = true }, Output(relu));
        return convolution;
    }

    private GraphConvolution ReadConvolution(OnnxNode node, out string output)
    {
        if (_graph.Constant(node, 1) is not { } weight || weight.Shape is not [int outputs, int inputs, int height, int width])
            throw NoMember($"the weights of {node} are no constant of four axes");
        OnnxTensor? bias = _graph.Constant(node, 2);
        if (node.Inputs.Count > 2 && node.Inputs[2].Length > 0 && bias is null)
            throw NoMember($"the bias of {node} is no constant");
        long groups = node.Integer("group", 1);
        long stride = node.Integers("strides") is [var along, ..] ? along : 1;
        bool isPlain = height == width && height % 2 == 1 && groups is >= 1 and <= int.MaxValue && inputs <= int.MaxValue / groups
            && stride is >= 1 and <= int.MaxValue
            && IsSquare(node.Integers("strides") ?? [1, 1], stride) && IsSquare(node.Integers("dilations") ?? [1, 1], 1);
        if (!isPlain)
            throw NoMember($"{node} is not a square convolution without dilation");
        output = Output(node);
        return new GraphConvolution
        {
            Node = node.ToString(),
            Weight = weight.Name,
            Bias = bias?.Name,
            InputChannels = inputs * (int)groups,
            OutputChannels = outputs,
            Kernel = height,
            Stride = (int)stride,
            Groups = (int)groups,
            PadsSame = PadsSame(node, height),
        };
    }

    /// <summary>Whether a window is padded as SAME; otherwise it is symmetric.</summary>
    private bool PadsSame(OnnxNode node, int kernel)
    {
        string mode = node.Text("auto_pad", "NOTSET");
        if (mode == "SAME_UPPER")
            return true;
        IReadOnlyList<long> pads = mode == "VALID" ? [0, 0, 0, 0] : node.Integers("pads") ?? [0, 0, 0, 0];
        if (mode == "SAME_LOWER" || pads.Count != 4 || pads.Any(pad => pad != (kernel - 1) / 2))
            throw NoMember($"{node} is padded by neither {(kernel - 1) / 2} on every side nor as SAME_UPPER");
        return false;
    }

    private bool ReadPool(OnnxNode node, ref string tensor)
    {
        bool isOurs = IsSquare(node.Integers("kernel_shape"), 3) && IsSquare(node.Integers("strides"), 2);
        if (!isOurs || node.Integer("ceil_mode", 0) != 0)
            throw NoMember($"{node} is not a pooling of 3 x 3 and stride 2");
        tensor = Output(node);
        return PadsSame(node, 3);
    }

    private GraphNorm ReadNorm(OnnxNode node)
    {
        string[] names = [.. Enumerable.Range(1, 4).Select(i => _graph.Constant(node, i)?.Name).OfType<string>()];
        if (names.Length != 4 || node.Integer("training_mode", 0) != 0)
            throw NoMember($"{node} does not normalize by four constants");
        return new GraphNorm(names[0], names[1], names[2], names[3], node.Single("epsilon", 1e-5f));
    }

    private GraphClassifier ReadClassifier(string tensor)
    {
        OnnxNode? pool = _graph.Consumer(tensor);
        if (pool is not { Operator: "GlobalAveragePool" or "ReduceMean" })
            throw NoMember($"{pool?.ToString() ?? "nothing"} follows the last block where the mean over all pixels does");
        tensor = Reshaped(Output(pool));
        OnnxNode node = _graph.Consumer(tensor) ?? throw NoMember("nothing, or too much, reads the features");
        OnnxTensor? weight = _graph.Constant(node, 1), bias = _graph.Constant(node, 2);
        tensor = Output(node);
        bool isTransposed = node.Operator == "MatMul" || (node.Operator == "Gemm" && node.Integer("transB", 0) == 0);
        bool isPlain = node.Integer("transA", 0) == 0 && node.Single("alpha", 1) == 1 && node.Single("beta", 1) == 1;
        bool isLinear = node.Operator is "MatMul" or "Conv" || (node.Operator == "Gemm" && isPlain);
        if (!isLinear || weight is null || weight.Shape.Length < 2)
            throw NoMember($"{node} reads the features where a linear classifier does");
        if (node.Operator != "Gemm" && bias is null && _graph.Consumer(Reshaped(tensor)) is { Operator: "Add" } add)
        {
            bias = _graph.Constant(add, 0) ?? _graph.Constant(add, 1);
            tensor = Output(add);
        }
        tensor = Reshaped(tensor);
        if (_graph.Consumer(tensor) is { Operator: "Softmax" or "Sigmoid" } probability)
            tensor = Reshaped(Output(probability));
        if (_graph.Consumers(tensor).Count > 0)
            throw NoMember($"{_graph.Consumers(tensor)[0]} follows the classifier");
        return new GraphClassifier(weight.Name, isTransposed, bias?.Name, isTransposed ? weight.Shape[^1] : weight.Shape[0]);
    }

    /// <summary>The tensor after nodes that only change the shape.</summary>
    private string Reshaped(string tensor)
    {
        while (_graph.Consumer(tensor) is { Operator: "Flatten" or "Reshape" or "Squeeze" } node)
            tensor = Output(node);
        return tensor;
    }

    private OnnxNode Expect(string tensor, string type)
    {
        OnnxNode? node = _graph.Consumer(tensor);
        return node?.Operator == type ? node : throw NoMember($"{node?.ToString() ?? "a fork"} stands where a {type} does");
    }

    private string Output(OnnxNode node) =>
        node.Outputs is [string output, ..] ? output : throw NoMember($"{node} has no output");

    // "Sum" of two in files of older exporters.
    private bool IsSum(OnnxNode node) =>
        node is { Operator: "Add" or "Sum", Inputs: [var a, var b] } && a != b && !_graph.IsConstant(a) && !_graph.IsConstant(b);

    private static bool IsSquare(IReadOnlyList<long>? sides, long side) =>
        sides is [var height, var width] && height == side && width == side;

    private ModelFormatException NoMember(string reason) => NoMember(_graph.File, reason);

    /// <summary>Convolutions one after the other, from a tensor to an addition.</summary>
    private sealed record Chain(string Start, List<GraphConvolution> Convolutions, string End, OnnxNode Sum);
}
