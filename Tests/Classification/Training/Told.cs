namespace MLResNet.Classification.Tests.Training;

/// <summary>Hands on what a training reports, at once and on its thread.</summary>
internal sealed class Told(Action<TrainingProgress> handle) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => handle(value);
}
