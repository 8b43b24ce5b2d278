using Spectre.Console;

namespace MLResNet.Cli.Output.Progress;

/// <summary>Progress on a terminal: a bar that is redrawn in place, under the lines that stay.</summary>
internal sealed class TerminalProgress : ProgressDisplay
{
    private const int NarrowestBar = 8, WidestBar = 40, RoomForText = 64;

    private readonly IAnsiConsole _console;
    private readonly ProgressTask _task;
    private volatile Func<string> _text = () => "";

    private TerminalProgress(IAnsiConsole console, ProgressTask task)
    {
        _console = console;
        _task = task;
    }

    /// <summary>Draws the bar while the work goes on, then removes it.</summary>
    public static T Run<T>(IAnsiConsole console, Func<ProgressDisplay, T> work)
    {
        var status = new StatusColumn();
        var bar = new ProgressBarColumn { Width = Math.Clamp(console.Profile.Width - RoomForText, NarrowestBar, WidestBar) };
        return console.Progress().AutoClear(true).Columns(bar, status).Start(drawing =>
        {
            var display = new TerminalProgress(console, drawing.AddTask("work", maxValue: 1));
            status.Text = () => display._text();
            return work(display);
        });
    }

    public override void Update(double fraction, Func<string> text)
    {
        _text = text;
        _task.Value = fraction;
    }

    public override void WriteLine(string line) => _console.Write(new StayingLine(Printable.Text(line)));
}
