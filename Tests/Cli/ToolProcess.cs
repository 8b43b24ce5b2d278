using System.Diagnostics;
using MLResNet.Tests;

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
        (int exitCode, string output, string errors) = TestProcess.Run(start);
        return new ToolRun(exitCode, output, errors);
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

    private static ProcessStartInfo StartInfo(string[] arguments) =>
        TestProcess.StartInfo(TestProcess.Dotnet, [typeof(MlresnetCommandLine).Assembly.Location, .. arguments]);
}
