using MLResNet.Cli.Output;

namespace MLResNet.Cli;

/// <summary>
/// What every command works with: results go to one stream, everything else to the other, and the user may stop it.
/// </summary>
/// <param name="output">Takes the results and nothing else, so that another program can read them.</param>
/// <param name="error">Takes progress, notes and errors.</param>
/// <param name="cancellation">Cancelled when the user wants the command to stop.</param>
internal sealed class CommandContext(TextWriter output, TextWriter error, CancellationToken cancellation)
{
    public TextWriter Output { get; } = output;

    public TextWriter Error { get; } = error;

    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Whether progress can be drawn, and redrawn, on a terminal.</summary>
    public bool IsInteractive { get; } =
        ReferenceEquals(error, Console.Error)
        && !Console.IsErrorRedirected
        && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Writes a line beside the results.</summary>
    public void Note(string line) => Error.WriteLine(Printable.Text(line));
}
