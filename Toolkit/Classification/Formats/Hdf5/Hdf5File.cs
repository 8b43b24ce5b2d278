namespace MLResNet.Formats.Hdf5;

/// <summary>
/// An HDF5 file, as far as files of weights make use of the format: groups old and new, datasets in one piece or in chunks. A
/// tensor is called by its path, <c>conv1_conv/conv1_conv/kernel:0</c>; attributes are left alone. Format: "HDF5 File Format
/// Specification", version 3.0.
/// </summary>
internal sealed class Hdf5File : WeightFile
{
    private const int MaxDepth = 32;
    private const int MaxTensors = 100_000;
    private const int MaxPathLength = 1024;

    private readonly Hdf5Content _content;
    private readonly List<Hdf5Tensor> _tensors = [];
    private readonly HashSet<long> _objects = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private Hdf5File(ReadOnlyMemory<byte> bytes, string source) : base(source) => _content = new(bytes, source);

    /// <inheritdoc/>
    public override WeightFormat Format => WeightFormat.Hdf5;

    /// <summary>All datasets, group by group.</summary>
    public override IReadOnlyList<Hdf5Tensor> Tensors => _tensors;

    /// <summary>Whether a file begins as HDF5.</summary>
    public static bool IsHdf5(ReadOnlySpan<byte> file) => file.StartsWith(Superblock.Signature);

    /// <summary>Walks through the file's groups and checks that every dataset's elements are there.</summary>
    /// <param name="bytes">The whole file; kept, not copied.</param>
    /// <param name="source">What errors call the file.</param>
    /// <exception cref="ModelFormatException">The file is damaged, or of a form that weight files do not have.</exception>
    public static new Hdf5File Parse(ReadOnlyMemory<byte> bytes, string source)
    {
        var file = new Hdf5File(bytes, source);
        file.Visit(file.ReadObject(Superblock.ReadRoot(file._content)), "", depth: 0);
        return file;
    }

    /// <summary>
    /// A group that is reached twice may hold itself, and weight files have no use for other things in two places.
    /// </summary>
    private ObjectHeader ReadObject(long address) => _objects.Add(address)
        ? ObjectHeader.Read(_content, address)
        : throw _content.Damaged(address, "a group or a dataset stands in two places");

    private void Visit(ObjectHeader group, string path, int depth)
    {
        if (depth > MaxDepth)
            throw _content.Damaged(group.Address, $"groups are nested more than {MaxDepth} deep");
        foreach (var (name, address) in GroupLinks.Read(_content, group))
        {
            string member = path + name;
            if (member.Length > MaxPathLength || !_names.Add(member))
                throw _content.Damaged(group.Address, $"the group '{path}' has two members '{name}', or the name is too long");
            ObjectHeader header = ReadObject(address);
            if (GroupLinks.IsGroup(header))
                Visit(header, member + "/", depth + 1);
            else if (_tensors.Count == MaxTensors)
                throw _content.Damaged(address, $"there are more than {MaxTensors} datasets");
            else if (header.Has(MessageType.Dataspace))
                _tensors.Add(new Hdf5Tensor(_content, member, header));
        }
    }
}
