using System.Text.Json;
using MLResNet.Backbones.Importing;
using MLResNet.Engine.Inference;
using MLResNet.Engine.Networks;
using MLResNet.Formats;

namespace MLResNet.Classification.Tests.Backbones.Importing;

/// <summary>
/// Networks that are loaded from each origin's own files give what the origin's own definition gives: Tests/Oracles/backbones.
/// </summary>
public sealed class NetworkOracleTests
{
    private const int Height = 45, Width = 38;

    [Theory]
    [InlineData("torchvision", "torchvision-basic.pth")]
    [InlineData("torchvision", "torchvision-bottleneck.pth")]
    [InlineData("torchvision", "torchvision-resnext.pth")]
    [InlineData("torchvision", "torchvision-wide.pth")]
    [InlineData("timm", "timm-resnetv2.safetensors")]
    [InlineData("keras", "keras-v1.h5")]
    [InlineData("keras", "keras-v1-notop.h5")]
    [InlineData("keras", "keras-v2.h5")]
    [InlineData("keras", "keras-v2-notop.h5")]
    [InlineData("keras", "keras-resnext.h5")]
    public void A_network_gives_what_its_origin_gives(string origin, string name)
    {
        float[] expected = Outputs(origin)[name];
        using WeightFile file = WeightFile.Open(OriginFixtures.PathOf(name));
        (ResNetSpec spec, WeightNames names) = OriginFixtures.Network(name);

        NetworkParameters parameters = WeightImporter.Import(file, spec, names);
        bool hasTop = spec.Classes == expected.Length;
        using InferencePlan plan = hasTop
            ? InferencePlan.Create(spec, parameters)
            : InferencePlan.CreateForFeatures(spec, parameters);
        float[] outputs = new float[plan.Outputs];
        plan.Run(Picture(), 1, Height, Width, outputs);

        Assert.Equal(expected.Length, outputs.Length);
        double largest = expected.Max(Math.Abs);
        Assert.All(outputs.Zip(expected), pair => Assert.InRange(Math.Abs(pair.First - pair.Second) / largest, 0, 1e-4));
    }

    /// <summary>The picture of the oracles, NHWC.</summary>
    private static float[] Picture() =>
        [.. Enumerable.Range(0, Height * Width * 3).Select(i => (float)((7919 * i % 1009) / 504.0 - 1))];

    private static Dictionary<string, float[]> Outputs(string origin) =>
        JsonSerializer.Deserialize<Dictionary<string, float[]>>(File.ReadAllText(OriginFixtures.PathOf(origin + ".json")))!;
}
