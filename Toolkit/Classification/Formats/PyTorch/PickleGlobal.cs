namespace MLResNet.Formats.PyTorch;

/// <summary>A Python function or class that a pickle names. Here it is a name and nothing more.</summary>
internal sealed record PickleGlobal(string Module, string Name)
{
    public override string ToString() => $"{Module}.{Name}";
}
