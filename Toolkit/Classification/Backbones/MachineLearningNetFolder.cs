namespace MLResNet.Backbones;

/// <summary>Where ML.NET's own image classification keeps the graphs that it downloads.</summary>
internal static class MachineLearningNetFolder
{
    private const string ResourceVariable = "MICROSOFTML_RESOURCE_PATH";
    private const string SubFolder = "MLNET";

    /// <summary>The file of this name in ML.NET's folders; null if it is not there.</summary>
    public static string? Find(string fileName) => Folders().Select(folder => Path.Combine(folder, fileName)).FirstOrDefault(File.Exists);

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable(ResourceVariable) is { Length: > 0 } chosen)
        {
            yield return Path.GetFullPath(chosen);
            yield return Path.Combine(Path.GetFullPath(chosen), SubFolder);
        }
        yield return Path.Combine(Path.GetTempPath(), SubFolder);
    }
}
