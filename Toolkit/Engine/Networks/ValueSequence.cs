using System.Collections.Immutable;

namespace MLResNet.Engine.Networks;

/// <summary>A list of numbers that equals another with the same numbers, so that a record holding it compares by value.</summary>
internal readonly struct ValueSequence(ImmutableArray<int> values) : IEquatable<ValueSequence>
{
    private readonly ImmutableArray<int> _values = values;

    public ImmutableArray<int> Values => _values.IsDefault ? [] : _values;

    public bool Equals(ValueSequence other) => Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    public override bool Equals(object? obj) => obj is ValueSequence other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int value in Values) hash.Add(value);
        return hash.ToHashCode();
    }
}
