using MLResNet.Formats.Zip;

namespace MLResNet.Formats.PyTorch;

/// <summary>
/// A state dictionary that torch.save wrote, as a zip archive (since PyTorch 1.6) or as a row of pickles (before). It may be the
/// file's whole content or stand in a dictionary together with other things, as in a training's checkpoint.
/// </summary>
internal sealed class PyTorchFile : WeightFile
{
    /// <summary>torch.nn.DataParallel puts it before every name.</summary>
    private const string ParallelPrefix = "module.";

    /// <summary>What checkpoints call their state dictionary.</summary>
    private static readonly string[] StateKeys = ["state_dict", "model_state_dict", "model"];

    private PyTorchFile(string source, IReadOnlyList<PyTorchTensor> tensors) : base(source) => Tensors = tensors;

    /// <inheritdoc/>
    public override WeightFormat Format => WeightFormat.PyTorch;

    /// <summary>The tensors in the order of the dictionary.</summary>
    public override IReadOnlyList<PyTorchTensor> Tensors { get; }

    /// <summary>Whether a file begins as torch.save has it.</summary>
    public static bool IsPyTorch(ReadOnlySpan<byte> file) => ZipDirectory.IsZip(file) || RowOfPickles.Is(file);

    /// <summary>Reads the dictionary and checks that every tensor's elements are there.</summary>
    /// <param name="bytes">The whole file; kept, not copied.</param>
    /// <param name="source">What errors call the file.</param>
    /// <exception cref="ModelFormatException">
    /// The file is damaged, or holds no state dictionary, or more than plain data.
    /// </exception>
    public static new PyTorchFile Parse(ReadOnlyMemory<byte> bytes, string source)
    {
        object? root = ZipDirectory.IsZip(bytes.Span) ? TorchArchive.Read(bytes, source) : RowOfPickles.Read(bytes, source);
        List<(string Name, TorchTensor Tensor)> state = FindState(root, source);
        bool prefixed = state.TrueForAll(entry => entry.Name.StartsWith(ParallelPrefix, StringComparison.Ordinal));
        var names = new HashSet<string>(StringComparer.Ordinal);
        var tensors = new List<PyTorchTensor>(state.Count);
        foreach (var (name, tensor) in state)
        {
            if (!names.Add(name))
                throw new ModelFormatException($"{source} is damaged: its state dictionary holds '{name}' twice.");
            tensors.Add(new PyTorchTensor(source, prefixed ? name[ParallelPrefix.Length..] : name, tensor));
        }
        return new PyTorchFile(source, tensors);
    }

    private static List<(string Name, TorchTensor Tensor)> FindState(object? root, string source)
    {
        if (root is PickleDictionary dictionary)
        {
            IEnumerable<object?> candidates = [dictionary, .. StateKeys.Select(dictionary.Find)];
            foreach (object? candidate in candidates)
            {
                List<(string, TorchTensor)> tensors = TensorsOf(candidate);
                if (tensors.Count > 0)
                    return tensors;
            }
        }
        throw new ModelFormatException($"{source} holds no state dictionary; {TorchObjects.Advice}");
    }

    private static List<(string Name, TorchTensor Tensor)> TensorsOf(object? value)
    {
        var tensors = new List<(string, TorchTensor)>();
        if (value is PickleDictionary dictionary)
        {
            foreach (var (key, item) in dictionary.Items)
            {
                if (key is string name && item is TorchTensor tensor)
                    tensors.Add((name, tensor));
            }
        }
        return tensors;
    }
}
