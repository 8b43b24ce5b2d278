namespace MLResNet.Backbones.Importing;

/// <summary>One of our parameters' names, taken apart: <c>layer2.0.downsample.1.running_mean</c>.</summary>
/// <param name="Stage">2: the stage, from 1; 0 outside of the stages.</param>
/// <param name="Block">0: the block in its stage, from 0.</param>
/// <param name="Layer"><c>downsample.1</c>: the layer in its block, or the whole layer's name outside of the stages.</param>
/// <param name="Part"><c>running_mean</c>.</param>
internal readonly record struct ParameterPath(int Stage, int Block, string Layer, string Part)
{
    /// <summary>Takes apart a name that <see cref="Engine.Networks.NetworkParameters.Describe"/> gave.</summary>
    public static ParameterPath Parse(string name)
    {
        int part = name.LastIndexOf('.');
        string layer = name[..part];
        if (!layer.StartsWith("layer", StringComparison.Ordinal))
            return new(0, 0, layer, name[(part + 1)..]);
        string[] steps = layer["layer".Length..].Split('.', 3);
        return new(int.Parse(steps[0]), int.Parse(steps[1]), steps[2], name[(part + 1)..]);
    }
}
