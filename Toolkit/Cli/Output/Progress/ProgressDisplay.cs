using Spectre.Console;

namespace MLResNet.Cli.Output.Progress;

/// <summary>Shows on the error stream how far a command has come: a bar on a terminal, a line now and then elsewhere.</summary>
internal abstract class ProgressDisplay
{
    /// <summary>Does work that tells the display how far it has come.</summary>
    /// <param name="context">Says where to show it; when it is cancelled, the note is shown.</param>
    /// <param name="onInterrupt">Said when the user asks to stop.</param>
    /// <param name="work">The work; may use the display from any thread.</param>
    public static T Run<T>(CommandContext context, string onInterrupt, Func<ProgressDisplay, T> work)
    {
        if (!context.IsInteractive)
            return Announcing(new PlainProgress(context.Error));
        var terminal = new AnsiConsoleSettings { Out = new AnsiConsoleOutput(context.Error) };
        return TerminalProgress.Run(AnsiConsole.Create(terminal), Announcing);

        T Announcing(ProgressDisplay display)
        {
            using CancellationTokenRegistration note = context.Cancellation.Register(() => display.WriteLine(onInterrupt));
            return work(display);
        }
    }

    /// <summary>Does work that has no result.</summary>
    public static void Run(CommandContext context, string onInterrupt, Action<ProgressDisplay> work)
    {
        Run(context, onInterrupt, display =>
        {
            work(display);
            return true;
        });
    }

    /// <summary>Says how far the work is.</summary>
    /// <param name="fraction">The part that is done, 0 to 1.</param>
    /// <param name="text">What to show; made only when it is shown.</param>
    public abstract void Update(double fraction, Func<string> text);

    /// <summary>Writes a line that stays.</summary>
    public abstract void WriteLine(string line);
}
