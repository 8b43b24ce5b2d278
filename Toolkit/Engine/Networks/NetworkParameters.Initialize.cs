namespace MLResNet.Engine.Networks;

public sealed partial class NetworkParameters
{
    /// <summary>
    /// Parameters to train from scratch, the same on every machine:
    /// <list type="bullet">
    /// <item>
    /// convolutions: normal with variance 2 / fan-out (He et al. 2015, arXiv:1502.01852), fan-out = out * kernel^2; biases 0;
    /// </item>
    /// <item>batch norms: scale 1, shift 0, running mean 0, running variance 1;</item>
    /// <item>classifier: weights and biases uniform in +-1 / sqrt(features), as PyTorch has it.</item>
    /// </list>
    /// </summary>
    /// <param name="spec">The network.</param>
    /// <param name="seed">Any number. A tensor's values depend on the seed, its name and its shape alone.</param>
    /// <param name="zeroLastScale">
    /// Whether the last batch norm of each v1 block starts at scale 0, so that every block starts as its shortcut and training
    /// begins smoothly (Goyal et al. 2017, arXiv:1706.02677). Has no effect on v2 and plain networks.
    /// </param>
    /// <exception cref="ArgumentException">The spec describes no network.</exception>
    public static NetworkParameters Initialize(ResNetSpec spec, long seed, bool zeroLastScale = true)
    {
        var layout = new ResNetLayout(spec);
        HashSet<string> zeroScales = zeroLastScale && spec.Residual && spec.Version == ResNetVersion.V1
            ? [.. layout.Blocks.Select(block => block.Norms[^1].ScaleName)]
            : [];
        return new(spec, layout.Parameters().Select(description => new Parameter(description, Values(description))));

        float[] Values(ParameterDescription description)
        {
            float[] values = new float[description.Length];
            switch (description.Kind)
            {
                case ParameterKind.Weight when description.Shape.Length == 4:
                    long fanOut = description.Length / description.Shape[1];
                    new DeterministicRandom(seed, description.Name).FillNormal(values, Math.Sqrt(2.0 / fanOut));
                    break;
                case ParameterKind.Weight or ParameterKind.Bias when description.Name.StartsWith(layout.Classifier.Name + '.', StringComparison.Ordinal):
                    new DeterministicRandom(seed, description.Name).FillUniform(values, 1 / Math.Sqrt(layout.Classifier.Inputs));
                    break;
                case ParameterKind.NormScale when !zeroScales.Contains(description.Name):
                case ParameterKind.RunningVariance:
                    Array.Fill(values, 1f);
                    break;
            }
            return values;
        }
    }
}
