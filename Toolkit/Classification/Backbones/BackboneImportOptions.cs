using MLResNet.Imaging;

namespace MLResNet.Backbones;

/// <summary>
/// What a file of weights does not say, for <see cref="BackboneStore.Import"/> of a network of your own. How pictures are fed to
/// it is, where null, what the file says (a model package does), or else how those do it by whose names its weights are called.
/// </summary>
public sealed record BackboneImportOptions
{
    /// <summary>Side of the square that the network takes, in pixels; the picture is scaled in proportion.</summary>
    public int? Size { get; init; }

    /// <summary>Short side of the picture before the square is cut from its middle, at least <see cref="Size"/>.</summary>
    public int? ResizeShortSide { get; init; }

    /// <summary>The filter with which the picture is scaled.</summary>
    public Interpolation? Interpolation { get; init; }

    /// <summary>The order of the channels in the network's input.</summary>
    public ChannelOrder? ChannelOrder { get; init; }

    /// <summary>What is subtracted from samples of 0 to 1: red, green, blue.</summary>
    public IReadOnlyList<float>? Mean { get; init; }

    /// <summary>What the difference is divided by, above 0: red, green, blue.</summary>
    public IReadOnlyList<float>? Std { get; init; }

    /// <summary>The licence of the weights, for the record; null for what the file says, if it does.</summary>
    public string? License { get; init; }

    /// <summary>Whether a backbone of the same id is replaced; otherwise it is an error.</summary>
    public bool Replace { get; init; }

    /// <summary>The preprocessing with what is given here in the place of what the file says.</summary>
    /// <exception cref="MLResNetException">A property is out of its range.</exception>
    internal ImagePreprocessing ApplyTo(ImagePreprocessing preprocessing)
    {
        ImagePreprocessing sized = Size is > 0 and { } size ? preprocessing.WithSize(size) : preprocessing with { Size = Size ?? preprocessing.Size };
        ImagePreprocessing all = sized with
        {
            ResizeShortSide = ResizeShortSide ?? sized.ResizeShortSide,
            Interpolation = Interpolation ?? sized.Interpolation,
            ChannelOrder = ChannelOrder ?? sized.ChannelOrder,
            Mean = Mean ?? sized.Mean,
            Std = Std ?? sized.Std,
        };
        all.Validate();
        return all;
    }
}
