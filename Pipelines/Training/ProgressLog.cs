using Microsoft.ML.Runtime;

namespace MLResNet.Pipelines.Training;

/// <summary>Writes into ML.NET's log how a training goes on: each epoch, and each stage that it comes to.</summary>
internal sealed class ProgressLog(IChannel channel, IProgress<TrainingProgress>? next) : IProgress<TrainingProgress>
{
    private TrainingStage? _stage;

    public void Report(TrainingProgress value)
    {
        next?.Report(value);
        if (!value.EpochCompleted && value.Stage == _stage)
            return;
        _stage = value.Stage;
        channel.Info(MessageSensitivity.None, value.ToString());
    }
}
