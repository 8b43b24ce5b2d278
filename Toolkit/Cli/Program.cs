using System.Text;
using MLResNet.Cli;

if (OperatingSystem.IsWindows())
    Console.OutputEncoding = Encoding.UTF8; // file names may hold any letter

using var interruption = new Interruption(Console.Error);
return MlresnetCommandLine.Run(args, new CommandContext(Console.Out, Console.Error, interruption.Token));
