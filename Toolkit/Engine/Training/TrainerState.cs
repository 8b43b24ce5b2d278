using MLResNet.Engine.Networks;

namespace MLResNet.Engine.Training;

/// <summary>Where a <see cref="NetworkTrainer"/> stands between two steps; what its options say is not in it.</summary>
public sealed record TrainerState
{
    /// <summary>Steps taken so far.</summary>
    public required int Steps { get; init; }

    /// <summary>The parameters that the next step starts from, running statistics included; not averaged.</summary>
    public required NetworkParameters Parameters { get; init; }

    /// <summary>Their moving average; null where the options ask for none.</summary>
    public required NetworkParameters? Average { get; init; }

    /// <summary>
    /// What the optimizer remembers, by its own names ("velocity" of SGD; "mean" and "square" of Adam): a tensor for each trained
    /// parameter, of its name and shape, in the order of the network's parameters.
    /// </summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<Parameter>> Moments { get; init; }
}
