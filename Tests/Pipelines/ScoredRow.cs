namespace MLResNet.Pipelines.Tests;

/// <summary>What a classifier says of a picture.</summary>
public sealed class ScoredRow
{
    public string PredictedLabel { get; set; } = "";

    public float[] Score { get; set; } = [];
}
