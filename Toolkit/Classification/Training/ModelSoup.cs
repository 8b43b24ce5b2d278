using MLResNet.Engine.Networks;

namespace MLResNet.Training;

/// <summary>
/// The mean of the parameters of several trainings from one start: as long as they have not gone far apart, it does better than
/// each of them (Wortsman et al. 2022, arXiv:2203.05482).
/// </summary>
internal static class ModelSoup
{
    /// <summary>Adds a network to the mean.</summary>
    /// <param name="mean">The mean of those before; null if there are none.</param>
    /// <param name="share">What the next one is of the mean with it, above 0 to 1: 1 / n for the n-th of networks that count alike.</param>
    /// <param name="next">Another network of the same structure.</param>
    /// <returns>The mean of all, with values of its own or those of <paramref name="next"/>.</returns>
    public static NetworkParameters Add(NetworkParameters? mean, double share, NetworkParameters next)
    {
        if (mean is null)
            return next;
        NetworkParameters sum = mean.Clone();
        foreach (Parameter parameter in sum)
        {
            Span<float> values = parameter.Values;
            ReadOnlySpan<float> added = next.Read(parameter.Name);
            for (int i = 0; i < values.Length; i++)
                values[i] += (float)((added[i] - values[i]) * share);
        }
        return sum;
    }
}
