using System.Diagnostics;
using System.Reflection;
using MLResNet.Tests;

namespace MLResNet.Samples.Tests;

/// <summary>A sample, run in a process of its own.</summary>
internal static class SampleProgram
{
    /// <summary>What this assembly was told when it was built.</summary>
    public static string Metadata(string key) => typeof(SampleProgram).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    /// <summary>Starts a sample.</summary>
    /// <param name="name">Its folder's name.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="arguments">Its command line.</param>
    public static Process Start(string name, string folder, params string[] arguments) =>
        Process.Start(StartInfo(name, folder, arguments))!;

    /// <summary>Tells a sample to end, and waits until it has; where there are no signals, ends it.</summary>
    public static void Stop(Process process)
    {
        TestProcess.Terminate(process);
        process.WaitForExit();
    }

    /// <summary>Runs a sample to its end.</summary>
    public static (int ExitCode, string[] Lines, string Errors) Run(string name, string folder, params string[] arguments)
    {
        (int exitCode, string output, string errors) = TestProcess.Run(StartInfo(name, folder, arguments));
        return (exitCode, TestProcess.LinesOf(output), errors);
    }

    private static ProcessStartInfo StartInfo(string name, string folder, string[] arguments)
    {
        ProcessStartInfo start = TestProcess.StartInfo(TestProcess.Dotnet, ["exec", Metadata(name), .. arguments]);
        start.WorkingDirectory = folder;
        return start;
    }
}
