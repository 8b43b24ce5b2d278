using MLResNet.Backbones;
using MLResNet.Engine.Networks;

namespace MLResNet.Training.Pretraining;

/// <summary>The weights that a pretraining begins with.</summary>
internal static class StartingParameters
{
    /// <summary>
    /// Random weights, or an earlier backbone's. A class that the earlier one knows keeps what tells it apart, wherever in the order
    /// it is; a new one begins as in a network from random weights, and one that is not wanted any more is left out.
    /// </summary>
    /// <param name="spec">The network to train, of as many classes as are given.</param>
    /// <param name="classes">Its classes, in the order of its outputs.</param>
    /// <param name="earlier">A backbone of the same network, perhaps of other classes; null for none.</param>
    /// <param name="seed">Where random weights start from.</param>
    public static NetworkParameters Of(ResNetSpec spec, IReadOnlyList<string> classes, PretrainedBackbone? earlier, long seed)
    {
        if (earlier is null)
            return NetworkParameters.Initialize(spec, seed);

        LinearSpec classifier = new ResNetLayout(spec).Classifier;
        float[] earlierWeight = earlier.Parameters[classifier.WeightName].Values, earlierBias = earlier.Parameters[classifier.BiasName].Values;
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int row = 0; row < earlier.Labels.Count; row++)
            rows[earlier.Labels[row]] = row;

        int features = classifier.Inputs;
        NetworkParameters? random = classes.All(rows.ContainsKey) ? null : NetworkParameters.Initialize(spec, seed);
        float[] weight = random?[classifier.WeightName].Values ?? new float[classes.Count * features];
        float[] bias = random?[classifier.BiasName].Values ?? new float[classes.Count];
        for (int i = 0; i < classes.Count; i++)
        {
            if (!rows.TryGetValue(classes[i], out int row))
                continue;
            earlierWeight.AsSpan(row * features, features).CopyTo(weight.AsSpan(i * features));
            bias[i] = earlierBias[row];
        }
        return new(spec, earlier.Parameters.WithClassifier(new(features, classes.Count, weight, bias)));
    }
}
