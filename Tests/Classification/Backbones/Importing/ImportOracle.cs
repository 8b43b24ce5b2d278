using System.Text.Json;
using MLResNet.Engine.Inference;
using MLResNet.Engine.Networks;
using MLResNet.Engine.Tests;

namespace MLResNet.Classification.Tests.Backbones.Importing;

/// <summary>
/// What thin networks of other libraries compute for a picture: a JSON file that a script of Tests/Oracles/backbones wrote.
/// </summary>
internal sealed record ImportOracle(int Height, int Width, int[] Pixels, IReadOnlyList<ImportOracle.Case> Cases)
{
    /// <summary>The numbers of a script.</summary>
    public static ImportOracle Read(string script) =>
        JsonSerializer.Deserialize<ImportOracle>(File.ReadAllText(PathOf(script + ".json")), JsonSerializerOptions.Web)!;

    /// <summary>The path of a file that a script wrote.</summary>
    public static string PathOf(string file) =>
        Path.Combine(AppContext.BaseDirectory, "Backbones", "Importing", "Fixtures", file);

    /// <summary>The distance between what imported parameters compute and what the original network does.</summary>
    public double Distance(string file, NetworkParameters parameters)
    {
        using InferencePlan plan = InferencePlan.Create(parameters.Spec, parameters);
        float[] logits = new float[parameters.Spec.Classes];
        plan.Run(Array.ConvertAll(Pixels, pixel => pixel / 64f), 1, Height, Width, logits);
        return Closeness.Distance(logits, Cases.Single(network => network.File == file).Logits);
    }

    /// <summary>A weight file and its network's logits.</summary>
    public sealed record Case(string File, float[] Logits);
}
