namespace MLResNet.Engine.Networks;

/// <summary>The residual branch of a block (He et al., "Deep Residual Learning for Image Recognition", figure 5).</summary>
public enum BlockKind
{
    /// <summary>Two 3x3 convolutions of the stage's width.</summary>
    Basic,

    /// <summary>1x1, 3x3 and 1x1 convolutions; the last widens to four times the stage's width.</summary>
    Bottleneck,
}
