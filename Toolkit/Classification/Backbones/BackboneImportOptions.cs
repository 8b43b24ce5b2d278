using MLResNet.Imaging;

namespace MLResNet.Backbones;

/// <summary>What a file of weights does not say, for <see cref="BackboneStore.Import"/> of a network of your own.</summary>
public sealed record BackboneImportOptions
{
    /// <summary>
    /// How a picture becomes the network's input. Null for what the file says, if it does (a model package, an ONNX file that was exported
    /// from here), and ImageNet's usual way at the network's own size otherwise.
    /// </summary>
    public ImagePreprocessing? Preprocessing { get; init; }

    /// <summary>The licence of the weights, for the record; null for what the file says, if it does.</summary>
    public string? License { get; init; }

    /// <summary>Whether a backbone of the same id is replaced; otherwise it is an error.</summary>
    public bool Replace { get; init; }
}
