using MLResNet.Engine.Networks;
using MLResNet.Formats;

namespace MLResNet.Backbones.Importing;

/// <summary>Makes the parameters of one of our networks from a weight file of any origin.</summary>
internal static class WeightImporter
{
    /// <summary>Reads a network's parameters.</summary>
    /// <param name="file">The origin's file.</param>
    /// <param name="spec">The network whose weights it holds.</param>
    /// <param name="names">How the origin calls them.</param>
    /// <exception cref="ModelFormatException">
    /// The file does not hold this network: the message lists every tensor that is missing, superfluous or of another shape. Or
    /// the values of one cannot be read, or are not finite.
    /// </exception>
    public static NetworkParameters Import(WeightFile file, ResNetSpec spec, WeightNames names)
    {
        Dictionary<string, WeightTensor> given = Gather(file, names);
        IReadOnlyList<ParameterDescription> wanted = NetworkParameters.Describe(spec);
        var sources = new List<(ParameterDescription Parameter, WeightSource Source)>(wanted.Count);
        var missing = new List<string>();
        var misshaped = new List<string>();
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (ParameterDescription parameter in wanted)
        {
            WeightSource source = names.Find(parameter, spec);
            sources.Add((parameter, source));
            foreach (WeightSource.Tensor from in source.Tensors)
            {
                used.Add(from.Name);
                if (!given.TryGetValue(from.Name, out WeightTensor? tensor))
                    missing.Add($"'{from.Name}'");
                else if (!WeightAxes.Fit(tensor.Shape, parameter, from.Layout, spec))
                    misshaped.Add($"{tensor} for our {parameter.Name} [{string.Join(", ", parameter.Shape)}]");
            }
        }
        List<string> unexpected =
            [.. given.Where(tensor => !used.Contains(tensor.Key) && !names.Ignores(tensor.Key)).Select(tensor => $"'{tensor.Value.Name}'")];
        if (missing.Count + misshaped.Count + unexpected.Count > 0)
            throw Mismatch(file, spec, missing, misshaped, unexpected);

        return new NetworkParameters(spec, sources.Select(pair => new Parameter(pair.Parameter, Read(pair.Parameter, pair.Source))));

        float[] Read(ParameterDescription parameter, WeightSource source)
        {
            switch (source)
            {
                case WeightSource.Tensor tensor:
                    return ReadTensor(parameter, tensor);
                case WeightSource.Difference difference:
                    float[] values = ReadTensor(parameter, difference.Minuend);
                    float[] subtrahend = ReadTensor(parameter, difference.Subtrahend);
                    for (int i = 0; i < values.Length; i++)
                        values[i] -= subtrahend[i];
                    return values;
                default:
                    var constant = new float[parameter.Length];
                    constant.AsSpan().Fill(((WeightSource.Constant)source).Value);
                    return constant;
            }
        }

        float[] ReadTensor(ParameterDescription parameter, WeightSource.Tensor from)
        {
            WeightTensor tensor = given[from.Name];
            float[] values = tensor.ReadSingles();
            int bad = Array.FindIndex(values, value => !float.IsFinite(value));
            if (bad >= 0)
                throw new ModelFormatException($"{file.Source}: value {bad} of tensor '{tensor.Name}' is {values[bad]}, not a finite number.");
            return WeightAxes.Arrange(values, parameter, from.Layout, spec);
        }
    }

    private static Dictionary<string, WeightTensor> Gather(WeightFile file, WeightNames names)
    {
        var given = new Dictionary<string, WeightTensor>(StringComparer.Ordinal);
        foreach (WeightTensor tensor in file.Tensors)
        {
            string name = names.NameOf(tensor.Name);
            if (!given.TryAdd(name, tensor) && !names.Ignores(name))
                throw new ModelFormatException($"{file.Source} holds '{name}' twice: as '{given[name].Name}' and as '{tensor.Name}'.");
        }
        return given;
    }

    private static ModelFormatException Mismatch(
        WeightFile file, ResNetSpec spec, List<string> missing, List<string> misshaped, List<string> unexpected)
    {
        var parts = new List<string>();
        if (missing.Count > 0)
            parts.Add($"{missing.Count} missing: {string.Join(", ", missing)}");
        if (misshaped.Count > 0)
            parts.Add($"{misshaped.Count} of another shape: {string.Join(", ", misshaped)}");
        if (unexpected.Count > 0)
            parts.Add($"{unexpected.Count} unexpected: {string.Join(", ", unexpected)}");
        return new ModelFormatException($"{file.Source} does not hold the weights of {spec.Id}: {string.Join("; ", parts)}.");
    }
}
