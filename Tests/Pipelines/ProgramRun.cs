using System.Diagnostics;
using MLResNet.Tests;

namespace MLResNet.Pipelines.Tests;

/// <summary>Runs a program in a process of its own.</summary>
internal static class ProgramRun
{
    /// <summary>The lines that it prints; it has to succeed.</summary>
    /// <param name="assembly">The program.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="arguments">Its command line.</param>
    public static string[] LinesOf(string assembly, string folder, params string[] arguments)
    {
        ProcessStartInfo start = TestProcess.StartInfo(TestProcess.Dotnet, ["exec", assembly, .. arguments]);
        start.WorkingDirectory = folder;
        (int exitCode, string output, string errors) = TestProcess.Run(start);
        Assert.True(exitCode == 0, errors);
        return TestProcess.LinesOf(output);
    }
}
