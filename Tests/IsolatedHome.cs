using System.Runtime.CompilerServices;

namespace MLResNet.Tests;

/// <summary>Gives a test run a home of its own, so that no test sees, or changes, the backbones of whoever runs it.</summary>
internal static class IsolatedHome
{
    /// <summary>The folder; MLRESNET_HOME names it, also to processes that tests start.</summary>
    public static string Path { get; } = Directory.CreateTempSubdirectory("mlresnet-home-").FullName;

    [ModuleInitializer]
    internal static void Set()
    {
        Environment.SetEnvironmentVariable("MLRESNET_HOME", Path);
        Environment.SetEnvironmentVariable("MLRESNET_MIRROR", null);
        Environment.SetEnvironmentVariable("MICROSOFTML_RESOURCE_PATH", null);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Path, recursive: true);
    }
}
