namespace MLResNet.Engine.Networks;

/// <summary>Which convolution of a bottleneck carries the block's stride. A basic block always strides in its first.</summary>
public enum StridePosition
{
    /// <summary>The first 1x1: the paper's v1.</summary>
    First,

    /// <summary>The 3x3: v1.5 of torchvision and of everyone's benchmarks, and v2.</summary>
    Second,
}
