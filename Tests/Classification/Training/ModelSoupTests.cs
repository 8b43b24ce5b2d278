using MLResNet.Engine.Networks;
using MLResNet.Training;

namespace MLResNet.Classification.Tests.Training;

public sealed class ModelSoupTests
{
    [Fact]
    public void Networks_that_are_added_one_by_one_come_to_their_mean_and_stay_as_they_are()
    {
        ResNetSpec spec = ResNetFamily.Get("resnet10") with { Classes = 3 };
        NetworkParameters[] networks = [.. Enumerable.Range(1, 4).Select(seed => NetworkParameters.Initialize(spec, seed, zeroLastScale: false))];
        NetworkParameters[] before = [.. networks.Select(network => network.Clone())];

        NetworkParameters? soup = null;
        for (int i = 0; i < networks.Length; i++)
            soup = ModelSoup.Add(soup, 1.0 / (i + 1), networks[i]);

        foreach (Parameter parameter in soup!)
        {
            for (int i = 0; i < parameter.Values.Length; i++)
                Assert.Equal(before.Average(network => (double)network[parameter.Name].Values[i]), parameter.Values[i], 1e-6);
        }
        Assert.All(
            networks.Zip(before).SelectMany(pair => pair.First.Zip(pair.Second)),
            pair => Assert.Equal(pair.First.Values, pair.Second.Values));
    }
}
