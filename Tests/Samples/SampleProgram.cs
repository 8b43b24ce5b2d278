using System.Diagnostics;
using System.Globalization;
using System.Reflection;

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
    public static Process Start(string name, string folder, params string[] arguments)
    {
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        return Process.Start(new ProcessStartInfo(host, ["exec", Metadata(name), .. arguments])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
    }

    /// <summary>Tells a sample to end, and waits until it has; where there are no signals, ends it.</summary>
    public static void Stop(Process process)
    {
        if (OperatingSystem.IsWindows())
        {
            process.Kill();
        }
        else
        {
            using Process kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        }
        process.WaitForExit();
    }

    /// <summary>Runs a sample to its end.</summary>
    public static (int ExitCode, string[] Lines, string Errors) Run(string name, string folder, params string[] arguments)
    {
        using Process process = Start(name, folder, arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string[] lines = process.StandardOutput.ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        process.WaitForExit();
        return (process.ExitCode, lines, errors.Result);
    }
}
