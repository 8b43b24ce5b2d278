using MLResNet.Formats.Onnx;

namespace MLResNet.Backbones.Importing.Graphs;

/// <summary>The nodes of an ONNX model by what they read and write; nodes that change nothing are looked through.</summary>
internal sealed class OnnxGraph
{
    private readonly Dictionary<string, OnnxNode> _producers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<OnnxNode>> _consumers = new(StringComparer.Ordinal);

    /// <summary>Takes the graph of a file.</summary>
    /// <exception cref="ModelFormatException">
    /// A node reads what no node before it has written, or writes what is written already; so whoever follows the graph comes to
    /// its end.
    /// </exception>
    public OnnxGraph(OnnxFile file)
    {
        File = file;
        HashSet<string> known = new(file.Inputs, StringComparer.Ordinal) { "" };
        foreach (OnnxNode node in file.Nodes)
        {
            if (node.Inputs.FirstOrDefault(input => !known.Contains(input) && file.Find(input) is null) is { } unknown)
                throw Disordered(node, $"reads '{unknown}', which nothing before it gives");
            foreach (string output in node.Outputs.Where(output => output.Length > 0))
            {
                if (!known.Add(output) || file.Find(output) is not null)
                    throw Disordered(node, $"writes '{output}', which is there already");
                _producers.Add(output, node);
            }
            if (IsTransparent(node) || node.Operator == "Shape")
                continue;
            foreach (string input in node.Inputs.Where(IsComputed).Select(Resolve).Distinct())
            {
                if (!_consumers.TryGetValue(input, out List<OnnxNode>? readers))
                    _consumers.Add(input, readers = []);
                readers.Add(node);
            }
        }
    }

    public OnnxFile File { get; }

    /// <summary>The nodes that read a tensor.</summary>
    public IReadOnlyList<OnnxNode> Consumers(string tensor) => _consumers.GetValueOrDefault(tensor) ?? [];

    /// <summary>The only node that reads a tensor, or null.</summary>
    public OnnxNode? Consumer(string tensor) => Consumers(tensor) is [var only] ? only : null;

    /// <summary>The node that writes a tensor, or null for an input of the graph.</summary>
    public OnnxNode? Producer(string tensor) => _producers.GetValueOrDefault(tensor);

    /// <summary>The tensor that a name means once nodes that change nothing are left out.</summary>
    public string Resolve(string name)
    {
        while (Producer(name) is { } node && IsTransparent(node))
            name = node.Inputs[0];
        return name;
    }

    /// <summary>Whether a name means one of the file's constants.</summary>
    public bool IsConstant(string name) => File.Find(Resolve(name)) is not null;

    /// <summary>The name and shape of the constant that a node reads at a position, or null.</summary>
    public OnnxTensor? Constant(OnnxNode node, int position) =>
        position < node.Inputs.Count ? File.Find(Resolve(node.Inputs[position])) : null;

    /// <summary>The first input of a node that is computed.</summary>
    public string? ComputedInput(OnnxNode node) =>
        node.Inputs.Where(IsComputed).Select(Resolve).FirstOrDefault();

    // Dropout does nothing outside of training.
    private static bool IsTransparent(OnnxNode node) => node is { Operator: "Identity" or "Dropout", Inputs.Count: > 0 };

    private bool IsComputed(string input) => input.Length > 0 && !IsConstant(input);

    private ModelFormatException Disordered(OnnxNode node, string reason) =>
        new($"{File.Source} has a damaged graph: {node} {reason}.");
}
