namespace MLResNet.Engine.Networks;

/// <summary>How the last feature map becomes a feature vector.</summary>
public enum GlobalPooling
{
    /// <summary>The mean of each channel over all positions.</summary>
    Average,
}
