using System.Diagnostics;

namespace MLResNet.Cli.Tests;

/// <summary>Runs the tool in a process of its own, whose runtime can be told to leave instructions out.</summary>
internal static class ToolProcess
{
    /// <param name="setting">A variable of the runtime, such as DOTNET_EnableAVX2=0, or empty.</param>
    /// <param name="arguments">The command line.</param>
    public static ToolRun Of(string setting, params string[] arguments)
    {
        ProcessStartInfo start = StartInfo(arguments);
        if (setting.Split('=') is [var name, var value])
            start.Environment[name] = value;
        return Finish(start);
    }

    /// <summary>Starts the tool and leaves it running; what it prints is lost.</summary>
    public static Process Start(params string[] arguments)
    {
        Process process = Process.Start(StartInfo(arguments))!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Starts the tool and leaves it running; the caller reads what it prints.</summary>
    public static Process StartAndRead(params string[] arguments) => Process.Start(StartInfo(arguments))!;

    private static ProcessStartInfo StartInfo(string[] arguments)
    {
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        return new ProcessStartInfo(host, [typeof(MlresnetCommandLine).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }

    private static ToolRun Finish(ProcessStartInfo start)
    {
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ToolRun(process.ExitCode, output, error.Result);
    }
}
