using System.Diagnostics;

namespace MLResNet.Cli.Tests;

/// <summary>Runs the tool in a process of its own, whose runtime can be told to leave instructions out.</summary>
internal static class ToolProcess
{
    /// <param name="setting">A variable of the runtime, such as DOTNET_EnableAVX2=0, or empty.</param>
    /// <param name="arguments">The command line.</param>
    public static ToolRun Of(string setting, params string[] arguments)
    {
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(host, [typeof(MlresnetCommandLine).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (setting.Split('=') is [var name, var value])
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ToolRun(process.ExitCode, output, error.Result);
    }
}
