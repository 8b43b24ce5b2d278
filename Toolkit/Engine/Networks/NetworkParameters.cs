using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace MLResNet.Engine.Networks;

/// <summary>
/// The parameters of one network: named float tensors in PyTorch's layout and order, batch norm's running statistics included.
/// docs/parameters.md lists the names.
/// </summary>
public sealed partial class NetworkParameters : IReadOnlyList<Parameter>, IParameterSource
{
    private readonly OrderedDictionary<string, Parameter> _parameters;

    /// <summary>Gathers the parameters of a network, given in any order; their arrays are kept, not copied.</summary>
    /// <exception cref="ArgumentException">
    /// The spec describes no network, or a parameter is missing, superfluous or of another shape.
    /// </exception>
    public NetworkParameters(ResNetSpec spec, IEnumerable<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(parameters);
        var given = new Dictionary<string, Parameter>(StringComparer.Ordinal);
        foreach (Parameter parameter in parameters)
        {
            if (!given.TryAdd(parameter.Name, parameter))
                throw new ArgumentException($"Parameter '{parameter.Name}' is given twice.", nameof(parameters));
        }
        _parameters = new(StringComparer.Ordinal);
        foreach (ParameterDescription description in Describe(spec))
        {
            if (!given.Remove(description.Name, out Parameter? parameter))
                throw new ArgumentException($"Network '{spec.Id}' needs parameter '{description.Name}', which is missing.", nameof(parameters));
            if (!parameter.Shape.SequenceEqual(description.Shape))
            {
                throw new ArgumentException(
                    $"Network '{spec.Id}' needs parameter '{description.Name}' of shape [{string.Join(", ", description.Shape)}], " +
                    $"not [{string.Join(", ", parameter.Shape)}].", nameof(parameters));
            }
            _parameters.Add(description.Name, new Parameter(description, parameter.Values));
        }
        if (given.Count > 0)
            throw new ArgumentException($"Network '{spec.Id}' has no parameter '{given.Keys.First()}'.", nameof(parameters));
        Spec = spec;
    }

    /// <summary>The network these parameters belong to.</summary>
    public ResNetSpec Spec { get; }

    /// <summary>Number of tensors.</summary>
    public int Count => _parameters.Count;

    /// <summary>The tensor at a position of <see cref="Describe"/>.</summary>
    public Parameter this[int index] => _parameters.GetAt(index).Value;

    /// <summary>The tensor of this name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Parameter this[string name] => _parameters.TryGetValue(name, out Parameter? parameter)
        ? parameter
        : throw new KeyNotFoundException($"Network '{Spec.Id}' has no parameter '{name}'.");

    /// <summary>The tensor of this name, if there is one.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out Parameter? parameter) => _parameters.TryGetValue(name, out parameter);

    /// <summary>The values of the tensor of this name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public ReadOnlySpan<float> Read(string name) => this[name].Values;

    /// <summary>A copy with values of its own.</summary>
    public NetworkParameters Clone() => new(Spec, this.Select(parameter => parameter.Clone()));

    /// <summary>Tensors in the order of execution.</summary>
    public IEnumerator<Parameter> GetEnumerator() => _parameters.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Names, shapes and parts of all parameters of a network, in the order of execution.</summary>
    /// <exception cref="ArgumentException">The spec describes no network.</exception>
    public static IReadOnlyList<ParameterDescription> Describe(ResNetSpec spec) => [.. new ResNetLayout(spec).Parameters()];
}
