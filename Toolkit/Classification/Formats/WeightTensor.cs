using System.Collections.Immutable;

namespace MLResNet.Formats;

/// <summary>One tensor of a weight file.</summary>
internal abstract class WeightTensor
{
    /// <summary>Takes what the file says of the tensor.</summary>
    /// <param name="source">What errors call the file.</param>
    /// <param name="name">The tensor's name, unique in the file.</param>
    /// <param name="shape">Dimensions, outermost first, none of them below 0; none at all for a scalar.</param>
    /// <exception cref="ModelFormatException">There are more elements than an array can hold.</exception>
    protected WeightTensor(string source, string name, IReadOnlyList<long> shape)
    {
        Source = source;
        Name = name;
        long count = 1;
        foreach (long side in shape)
        {
            // Checked at every step, so that no product overflows; an empty dimension does not excuse a senseless one.
            if (side < 0 || side > Array.MaxLength || (count *= side) > Array.MaxLength)
            {
                throw new ModelFormatException(
                    $"{source}: tensor '{name}' of shape [{string.Join(", ", shape)}] has more elements than an array can hold.");
            }
        }
        Shape = [.. shape.Select(side => (int)side)];
        Count = (int)count;
    }

    /// <summary>Unique in the file.</summary>
    public string Name { get; }

    /// <summary>Dimensions, outermost first; none for a scalar.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>Number of elements: the product of the shape.</summary>
    public int Count { get; }

    /// <summary>What errors call the file.</summary>
    protected string Source { get; }

    /// <summary>The values in row-major order, widened or narrowed to single precision.</summary>
    /// <exception cref="ModelFormatException">
    /// The elements are not floating-point numbers, or the file is damaged where they lie.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The file is disposed.</exception>
    public abstract float[] ReadSingles();

    /// <summary>Name and shape.</summary>
    public override string ToString() => $"{Name} [{string.Join(", ", Shape)}]";
}
