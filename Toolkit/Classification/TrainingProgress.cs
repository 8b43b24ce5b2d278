using System.Globalization;

namespace MLResNet;

/// <summary>
/// Where a training stands: reported after every step, and once more when an epoch is over. A head takes one pass over the
/// images, for their features, a step being a batch of them; the last report is of the fitted head.
/// </summary>
public sealed record TrainingProgress
{
    /// <summary>What the training is at.</summary>
    public TrainingStage Stage { get; init; }

    /// <summary>The pass over the training images that is under way or just over, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Passes that the training takes.</summary>
    public required int Epochs { get; init; }

    /// <summary>Steps done in this epoch.</summary>
    public required int Step { get; init; }

    /// <summary>Steps of an epoch.</summary>
    public required int Steps { get; init; }

    /// <summary>Whether the epoch is over and its validation done.</summary>
    public bool EpochCompleted { get; init; }

    /// <summary>Whether this epoch's weights are the best so far, hence kept; known once the epoch is over.</summary>
    public bool Best { get; init; }

    /// <summary>Training images a second, in this epoch.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>Mean training loss of this epoch so far, or of the head; null while features are computed.</summary>
    public required double? Loss { get; init; }

    /// <summary>
    /// Share of this epoch's training images so far that were recognised, 0 to 1; null while features are computed.
    /// </summary>
    public required double? Accuracy { get; init; }

    /// <summary>Log-loss on the validation images, once the epoch is over; null without validation images.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>Accuracy on the validation images, 0 to 1, once the epoch is over; null without validation images.</summary>
    public double? ValidationAccuracy { get; init; }

    /// <summary>How long the training has taken.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>How long it will still take, at the pace so far.</summary>
    public required TimeSpan TimeLeft { get; init; }

    /// <summary>A plain line: <c>epoch 3/40  step 12/63  142 images/s  loss 1.204  accuracy 58.3 %  left 4:10</c>.</summary>
    public override string ToString() =>
        $"{StageText}{StepText}{PaceText}{LossText}{ValidationText}  {(IsLast ? "took " + Text(Elapsed) : "left " + Text(TimeLeft))}";

    private bool IsLast => EpochCompleted && Epoch == Epochs;

    private string StageText => Stage switch
    {
        TrainingStage.Features => "features",
        TrainingStage.Head => "head",
        TrainingStage.Norms => "batch norms",
        _ => $"epoch {Epoch}/{Epochs}",
    };

    private string StepText => EpochCompleted ? "" : $"  step {Step}/{Steps}";

    private string PaceText => Stage == TrainingStage.Head
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"  {ImagesPerSecond:0} images/s");

    private string LossText => Loss is null ? "" : string.Create(
        CultureInfo.InvariantCulture, $"  loss {Loss:0.000}  accuracy {Accuracy * 100:0.0} %");

    private string ValidationText => ValidationLoss is null ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"  validation loss {ValidationLoss:0.000}  validation accuracy {ValidationAccuracy * 100:0.0} %{(Best ? " (best)" : "")}");

    private static string Text(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time:mm\\:ss}" : $"{time:m\\:ss}";
}
