using System.Runtime.InteropServices;
using MLResNet.Engine.Networks;
using MLResNet.Formats.Safetensors;

namespace MLResNet.Packaging;

/// <summary>
/// A network's parameters where a package holds them, read one at a time into one piece of memory. That they are all there and
/// have the right shapes is checked at once.
/// </summary>
internal sealed unsafe class PackagedParameters : IParameterSource, IDisposable
{
    private readonly SafetensorsFile _file;
    private float* _values;
    private int _capacity;

    /// <exception cref="ModelFormatException">A tensor is missing, superfluous or of another shape.</exception>
    public PackagedParameters(ResNetSpec spec, SafetensorsFile file)
    {
        Spec = spec;
        _file = file;
        IReadOnlyList<ParameterDescription> descriptions = NetworkParameters.Describe(spec);
        foreach (ParameterDescription description in descriptions)
            file.Get(description.Name, description.Shape.AsSpan());
        if (descriptions.Count != file.Tensors.Count)
            throw new ModelFormatException($"{file.Source} has {file.Tensors.Count} tensors; {spec.Id} takes {descriptions.Count}.");
    }

    public ResNetSpec Spec { get; }

    public ReadOnlySpan<float> Read(string name)
    {
        SafetensorsTensor tensor = _file.Find(name) ?? throw new KeyNotFoundException($"{_file.Source} has no tensor '{name}'.");
        if (tensor.Count > _capacity)
        {
            _values = (float*)NativeMemory.Realloc(_values, (nuint)tensor.Count * sizeof(float));
            _capacity = tensor.Count;
        }
        Span<float> values = new(_values, tensor.Count);
        tensor.ReadSingles(values);
        return values;
    }

    public void Dispose()
    {
        NativeMemory.Free(_values);
        _values = null;
        _capacity = 0;
    }
}
