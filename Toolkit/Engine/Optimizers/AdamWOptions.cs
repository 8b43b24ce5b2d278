namespace MLResNet.Engine.Optimizers;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter 2019, arXiv:1711.05101) as PyTorch defines it: a weight first shrinks
/// by rate * decay of itself, and the moments never see it.
/// </summary>
public sealed record AdamWOptions : AdamOptions
{
    /// <summary>Options with PyTorch's default decay, 0.01.</summary>
    public AdamWOptions() => WeightDecay = 0.01;
}
