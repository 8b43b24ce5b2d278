using System.Collections.Immutable;

namespace MLResNet.Engine.Networks;

/// <summary>Name, shape and part of one parameter tensor; docs/parameters.md lists the names.</summary>
/// <param name="Name">Stable name as in torchvision's state dictionaries, such as <c>layer1.0.conv1.weight</c>.</param>
/// <param name="Shape">
/// Convolution [out, in / groups, kernel, kernel], classifier [classes, features], otherwise [channels].
/// </param>
/// <param name="Kind">The part it plays in its layer.</param>
/// <param name="Trainable">Whether a gradient step changes it.</param>
public sealed record ParameterDescription(string Name, ImmutableArray<int> Shape, ParameterKind Kind, bool Trainable)
{
    /// <summary>Number of values: the product of the shape.</summary>
    public long Length
    {
        get
        {
            long length = 1;
            foreach (int size in Shape) length = checked(length * size);
            return length;
        }
    }
}
