namespace MLResNet.Serving.Tests.Page;

/// <summary>The browser of the machine; none is downloaded.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "chrome.exe"];

    /// <summary>What MLRESNET_CHROMIUM names, or the first one on the PATH; null if there is none.</summary>
    public static string? Executable { get; } = Find();

    private static string? Find()
    {
        string? named = Environment.GetEnvironmentVariable("MLRESNET_CHROMIUM");
        if (!string.IsNullOrEmpty(named))
            return File.Exists(named) ? named : null;
        string[] folders = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [];
        return folders.SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }
}
