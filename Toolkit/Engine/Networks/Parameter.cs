using System.Collections.Immutable;

namespace MLResNet.Engine.Networks;

/// <summary>One named tensor of a network: what it is, and its values in row-major order.</summary>
public sealed class Parameter
{
    /// <summary>Joins a description and its values; the array is kept, not copied.</summary>
    /// <exception cref="ArgumentException">The array does not have the length that the shape asks for.</exception>
    public Parameter(ParameterDescription description, float[] values)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(values);
        if (values.LongLength != description.Length)
        {
            throw new ArgumentException(
                $"Parameter '{description.Name}' [{string.Join(", ", description.Shape)}] takes {description.Length} values, not {values.LongLength}.",
                nameof(values));
        }
        Description = description;
        Values = values;
    }

    /// <summary>Name, shape and part.</summary>
    public ParameterDescription Description { get; }

    /// <summary>Stable name, such as <c>layer1.0.conv1.weight</c>.</summary>
    public string Name => Description.Name;

    /// <summary>Sizes of the axes, outermost first.</summary>
    public ImmutableArray<int> Shape => Description.Shape;

    /// <summary>The part it plays in its layer.</summary>
    public ParameterKind Kind => Description.Kind;

    /// <summary>Whether a gradient step changes it.</summary>
    public bool Trainable => Description.Trainable;

    /// <summary>The values, row-major; a trainer updates them in place.</summary>
    public float[] Values { get; }

    /// <summary>A copy with values of its own.</summary>
    public Parameter Clone() => new(Description, (float[])Values.Clone());

    /// <summary>Name and shape.</summary>
    public override string ToString() => $"{Name} [{string.Join(", ", Shape)}]";
}
