namespace MLResNet.Packaging;

/// <summary>Where MLResNet keeps, for its user, what can be fetched or computed again.</summary>
internal static class HomeFolder
{
    /// <summary>The environment variable that moves what MLResNet keeps for its user.</summary>
    public const string HomeVariable = "MLRESNET_HOME";

    /// <summary>The folder of pretrained backbones.</summary>
    public static string Backbones => Path.Combine(Home(), "backbones");

    /// <summary>The folder of features that were computed before.</summary>
    public static string Features => Path.Combine(Home(), "features");

    /// <summary>
    /// MLRESNET_HOME; where that is not set, a folder in the system's place for files that can be fetched again:
    /// %LOCALAPPDATA%\mlresnet, ~/Library/Caches/mlresnet, or ${XDG_CACHE_HOME:-~/.cache}/mlresnet.
    /// </summary>
    private static string Home()
    {
        if (Environment.GetEnvironmentVariable(HomeVariable) is { Length: > 0 } chosen)
            return Path.GetFullPath(chosen);
        return Path.Combine(CacheFolder(), "mlresnet");
    }

    private static string CacheFolder()
    {
        if (OperatingSystem.IsWindows())
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        // A service may have no home; its files then go where they may be lost, which a cache bears.
        string user = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        if (user.Length == 0)
            return Path.GetTempPath();
        if (OperatingSystem.IsMacOS())
            return Path.Combine(user, "Library", "Caches");
        string? xdg = Environment.GetEnvironmentVariable("XDG_CACHE_HOME"); // to be ignored where relative, says its specification
        return Path.IsPathFullyQualified(xdg ?? "") ? xdg! : Path.Combine(user, ".cache");
    }
}
