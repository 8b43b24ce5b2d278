using System.Globalization;
using MLResNet.Cli.Output;
using MLResNet.Cli.Output.Progress;

namespace MLResNet.Cli.Training;

/// <summary>Shows a training: a bar for where it stands, and a line that stays for each epoch, or for the head.</summary>
internal sealed class TrainingDisplay(ProgressDisplay display, bool isInteractive) : IProgress<TrainingProgress>
{
    private const string Heading = "    epoch    loss  accuracy", ValidationHeading = "  validation: loss  accuracy";

    private bool _hasHeading;

    public void Report(TrainingProgress value)
    {
        double fraction = (value.Epoch - 1 + (double)value.Step / value.Steps) / value.Epochs;
        display.Update(fraction, isInteractive ? () => Short(value) : value.ToString);
        if (!value.EpochCompleted)
            return;
        if (!isInteractive || value.Stage == TrainingStage.Head)
        {
            display.WriteLine(value.ToString());
            return;
        }
        if (!_hasHeading)
            display.WriteLine(value.ValidationLoss is null ? Heading : Heading + ValidationHeading);
        _hasHeading = true;
        display.WriteLine(Row(value));
    }

    private static string Short(TrainingProgress value) => value is not { Loss: { } loss, Accuracy: { } accuracy }
        ? value.ToString()
        : string.Create(CultureInfo.InvariantCulture,
        $"epoch {value.Epoch}/{value.Epochs}  {value.ImagesPerSecond:0} images/s  loss {loss:0.000}  "
        + $"accuracy {Figure.Percent(accuracy)}  left {Figure.Duration(value.TimeLeft)}");

    private static string Row(TrainingProgress value)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        string epoch = $"{value.Epoch}/{value.Epochs}";
        string row = string.Create(invariant, $"{epoch,9}  {value.Loss,6:0.000}  {Figure.Percent(value.Accuracy!.Value),8}");
        if (value is not { ValidationLoss: { } loss, ValidationAccuracy: { } accuracy })
            return row;
        string best = value.Best ? "  best" : "";
        return row + string.Create(invariant, $"  {loss,16:0.000}  {Figure.Percent(accuracy),8}{best}");
    }
}
