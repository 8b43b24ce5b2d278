using System.Diagnostics;
using System.Text;
using MLResNet.Tests;

namespace MLResNet.CodeGeneration.Tests;

/// <summary>A process that a test starts.</summary>
internal static class Command
{
    /// <summary>Far more than any takes; a test that hangs is a failed one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Runs <c>dotnet</c> to its end, expects it to succeed, and returns what it has printed.</summary>
    public static Task<string> DotnetAsync(string folder, params string[] arguments) => RunAsync(folder, TestProcess.Dotnet, arguments);

    /// <summary>Runs a program to its end, expects it to succeed, and returns what it has printed.</summary>
    public static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        using Process process = Start(folder, program, arguments);
        using var patience = new CancellationTokenSource(Patience);
        Task<string> error = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            string output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}\n{output}\n{await error}");
            return output;
        }
        finally
        {
            End(process);
        }
    }

    /// <summary>
    /// Runs <c>dotnet</c> until a line is what is waited for, and returns that line; <paramref name="use"/> meets it running.
    /// </summary>
    public static Task<string> DotnetUntilAsync(
        string folder, Predicate<string> isAwaited, Func<string, Task> use, params string[] arguments) =>
        RunUntilAsync(folder, isAwaited, use, TestProcess.Dotnet, arguments);

    /// <summary>
    /// Runs a program until a line is what is waited for, and returns that line; <paramref name="use"/> meets it running.
    /// </summary>
    public static async Task<string> RunUntilAsync(
        string folder, Predicate<string> isAwaited, Func<string, Task> use, string program, params string[] arguments)
    {
        using Process process = Start(folder, program, arguments);
        using var patience = new CancellationTokenSource(Patience);
        Task<string> error = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            var seen = new StringBuilder();
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                seen.AppendLine(line);
                if (!isAwaited(line))
                    continue;
                await use(line);
                return line;
            }
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} has ended:\n{seen}\n{await error}");
        }
        finally
        {
            End(process);
        }
    }

    private static Process Start(string folder, string program, string[] arguments)
    {
        ProcessStartInfo start = TestProcess.StartInfo(program, arguments);
        start.WorkingDirectory = folder;
        // What the build of these tests has set is not for other builds.
        foreach (string name in (string[])["MSBUILD_EXE_PATH", "MSBuildExtensionsPath", "MSBuildSDKsPath"])
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        return Process.Start(start)!;
    }

    private static void End(Process process)
    {
        if (process.HasExited)
            return;
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }
}
