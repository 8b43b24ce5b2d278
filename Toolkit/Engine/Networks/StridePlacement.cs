namespace MLResNet.Engine.Networks;

/// <summary>Which block halves the size between two stages.</summary>
public enum StridePlacement
{
    /// <summary>The first block of every stage but the first.</summary>
    StageStart,

    /// <summary>The last block of every stage but the last: Keras v2 and TF-Slim.</summary>
    StageEnd,
}
