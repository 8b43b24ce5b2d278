namespace MLResNet.Formats.PyTorch;

/// <summary>A Python dictionary: keys and values in the order in which they were put in.</summary>
internal sealed class PickleDictionary
{
    public List<KeyValuePair<object?, object?>> Items { get; } = [];

    /// <summary>The value of a name, or null.</summary>
    public object? Find(string name) => Items.Find(item => item.Key is string key && key == name).Value;
}
