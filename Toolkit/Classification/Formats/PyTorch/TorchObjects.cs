namespace MLResNet.Formats.PyTorch;

/// <summary>
/// The allow-list: what the few Python functions and classes mean that a state dictionary's pickle names. Any other name ends the
/// reading.
/// </summary>
internal sealed class TorchObjects(string source)
{
    /// <summary>How to make a file that can be read.</summary>
    public const string Advice = "save the weights alone, with torch.save(model.state_dict(), path).";

    private const int MaxDimensions = 8;
    private const int MaxPairs = 1_000_000;

    private static readonly PickleGlobal OrderedDictionary = new("collections", "OrderedDict");
    private static readonly PickleGlobal RebuildTensor = new("torch._utils", "_rebuild_tensor");
    private static readonly PickleGlobal RebuildTensorV2 = new("torch._utils", "_rebuild_tensor_v2");
    private static readonly PickleGlobal RebuildParameter = new("torch._utils", "_rebuild_parameter");
    private static readonly PickleGlobal Parameter = new("torch.nn.parameter", "Parameter");
    private static readonly PickleGlobal Size = new("torch", "Size");

    private readonly Dictionary<string, TorchStorage> _storages = new(StringComparer.Ordinal);
    private int _pairs;

    /// <summary>All storages that the pickle mentioned, by key.</summary>
    public IReadOnlyDictionary<string, TorchStorage> Storages => _storages;

    /// <summary>Refuses a name that is not on the list.</summary>
    /// <exception cref="ModelFormatException">The name is not on the list.</exception>
    public void CheckAllowed(PickleGlobal global, long offset)
    {
        if (global != OrderedDictionary && global != RebuildTensor && global != RebuildTensorV2 && global != RebuildParameter
            && global != Parameter && global != Size && StorageType(global) is null)
        {
            throw new ModelFormatException(
                $"{source}: the pickle asks for {global} at byte {offset}, which weights do not need and MLResNet does not run; {Advice}");
        }
    }

    /// <summary>What a call would return.</summary>
    /// <exception cref="ModelFormatException">The arguments are not those of the function.</exception>
    public object? Call(PickleGlobal function, object?[] arguments, long offset)
    {
        if (function == OrderedDictionary)
            return MakeDictionary(arguments, offset);
        if (function == RebuildTensorV2 || function == RebuildTensor)
            return MakeTensor(arguments, offset);
        if ((function == RebuildParameter || function == Parameter) && arguments is [TorchTensor tensor, ..])
            return tensor;
        if (function == Size && arguments is [object?[] sides])
            return sides;
        throw Damaged(offset, $"{function} is called with arguments that it does not take");
    }

    /// <summary>The storage that a persistent id names: ("storage", type, key, device, elements[, view]).</summary>
    /// <exception cref="ModelFormatException">
    /// The id names no storage, or one that was of another type or length before.
    /// </exception>
    public TorchStorage Load(object? id, long offset)
    {
        if (id is not object?[] fields || fields.Length is < 5 or > 6
            || fields is not ["storage", PickleGlobal global, string key, string, long count, ..]
            || StorageType(global) is not { } type || count < 0 || count > Array.MaxLength)
        {
            throw Damaged(offset, "a persistent id names no storage");
        }
        if (fields.Length == 6 && fields[5] is not null)
            throw new ModelFormatException($"{source}: storage '{key}' at byte {offset} is a view of another one; {Advice}");
        if (!_storages.TryGetValue(key, out TorchStorage? storage))
            _storages.Add(key, storage = new TorchStorage(key, type, count));
        if (storage.Type != type || storage.Count != count)
            throw Damaged(offset, $"storage '{key}' has two types or lengths");
        return storage;
    }

    private static string? StorageType(PickleGlobal global)
    {
        const string Suffix = "Storage";
        if (global.Module != "torch" || !global.Name.EndsWith(Suffix, StringComparison.Ordinal))
            return null;
        string type = global.Name[..^Suffix.Length];
        return TorchStorage.Knows(type) ? type : null;
    }

    /// <summary>An empty dictionary, or one of pairs, as Python 2 wrote it.</summary>
    private PickleDictionary MakeDictionary(object?[] arguments, long offset)
    {
        var dictionary = new PickleDictionary();
        if (arguments.Length == 0)
            return dictionary;
        // The list may be the same every time, so that all copies together need a limit.
        if (arguments is not [List<object?> pairs] || (_pairs += pairs.Count) > MaxPairs)
            throw Damaged(offset, "OrderedDict is called with arguments that it does not take");
        foreach (object? pair in pairs)
        {
            dictionary.Items.Add(pair switch
            {
                List<object?> and [object key, object value] => new(key, value),
                object?[] and [object key, object value] => new(key, value),
                _ => throw Damaged(offset, "OrderedDict is given something else than pairs"),
            });
        }
        return dictionary;
    }

    private TorchTensor MakeTensor(object?[] arguments, long offset)
    {
        if (arguments is not [TorchStorage storage, long start, object?[] sizes, object?[] steps, ..]
            || start < 0 || sizes.Length > MaxDimensions || sizes.Length != steps.Length
            || !sizes.All(size => size is long and >= 0) || !steps.All(step => step is long and >= 0))
        {
            throw Damaged(offset, "a tensor is made of arguments that do not fit together");
        }
        long[] shape = [.. sizes.Cast<long>()];
        long[] strides = [.. steps.Cast<long>()];
        if (!StaysInside(storage, start, shape, strides))
        {
            throw Damaged(
                offset,
                $"a tensor of shape [{string.Join(", ", shape)}] and strides [{string.Join(", ", strides)}] that begins at element {start} "
                + $"does not fit its storage of {storage.Count}");
        }
        return new TorchTensor(storage, start, shape, strides);
    }

    /// <summary>
    /// Whether a view's last element lies in its storage, and it has no more elements than that: no repetition makes a small file
    /// a huge tensor.
    /// </summary>
    private static bool StaysInside(TorchStorage storage, long start, long[] shape, long[] strides)
    {
        if (shape.Contains(0))
            return start <= storage.Count;
        long last = start, count = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            if (shape[i] > storage.Count || (count *= shape[i]) > storage.Count)
                return false;
            if (shape[i] > 1 && strides[i] > (storage.Count - last) / (shape[i] - 1))
                return false;
            last += (shape[i] - 1) * (shape[i] > 1 ? strides[i] : 0);
        }
        return last < storage.Count;
    }

    private ModelFormatException Damaged(long offset, string reason) => ModelFormatException.Damaged(source, offset, reason);
}
