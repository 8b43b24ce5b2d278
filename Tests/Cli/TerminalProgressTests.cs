using MLResNet.Cli.Output.Progress;
using MLResNet.Cli.Training;
using Spectre.Console;

namespace MLResNet.Cli.Tests;

public sealed class TerminalProgressTests
{
    [Fact]
    public void A_training_leaves_a_heading_and_a_row_for_each_epoch_on_the_terminal()
    {
        using var text = new StringWriter();
        IAnsiConsole terminal = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(text),
        });

        int result = TerminalProgress.Run(terminal, display =>
        {
            var training = new TrainingDisplay(display, isInteractive: true);
            training.Report(Progress(epoch: 1, step: 1, completed: false));
            training.Report(Progress(epoch: 1, step: 2, completed: true));
            training.Report(Progress(epoch: 2, step: 2, completed: true));
            display.WriteLine("Stopping\u001b[2J.");
            return 42;
        });

        Assert.Equal(42, result);
        IEnumerable<string[]> written = text.ToString().Split('\n').Select(line => line.TrimEnd('\r').Split("\u001b[K"));
        IEnumerable<string> lines = written.Where(parts => parts.Length > 1).Select(parts => parts[^1]);
        Assert.Equal(
            [
                "    epoch    loss  accuracy  validation: loss  accuracy",
                "      1/2   1.500    50.0 %             1.250    62.5 %  best",
                "      2/2   1.500    50.0 %             1.250    62.5 %  best",
                "Stopping\\u001b[2J.",
            ],
            lines);
    }

    private static TrainingProgress Progress(int epoch, int step, bool completed) => new()
    {
        Epoch = epoch,
        Epochs = 2,
        Step = step,
        Steps = 2,
        EpochCompleted = completed,
        Best = completed,
        ImagesPerSecond = 100,
        Loss = 1.5,
        Accuracy = 0.5,
        ValidationLoss = completed ? 1.25 : null,
        ValidationAccuracy = completed ? 0.625 : null,
        Elapsed = TimeSpan.FromSeconds(1),
        TimeLeft = TimeSpan.FromSeconds(3),
    };
}
