using MLResNet.Engine.Networks;
using MLResNet.Imaging;

namespace MLResNet.Backbones;

/// <summary>A published backbone: what it is, where its file is, and how to tell that it is the right one.</summary>
public sealed record BackboneEntry
{
    /// <summary>What a user calls it, such as <c>resnet50v2</c> or <c>resnet50.tv2</c>; in lower case.</summary>
    public required string Id { get; init; }

    /// <summary>Who publishes the weights.</summary>
    public required string Publisher { get; init; }

    /// <summary>The network; of one class where the file lacks the classifier.</summary>
    public required ResNetSpec Spec { get; init; }

    /// <summary>Whether the file has the classifier at the network's end.</summary>
    public required bool HasHead { get; init; }

    /// <summary>How a picture becomes the network's input.</summary>
    public required ImagePreprocessing Preprocessing { get; init; }

    /// <summary>Where the file is published.</summary>
    public required Uri Address { get; init; }

    /// <summary>The file's name, which no other entry has.</summary>
    public required string FileName { get; init; }

    /// <summary>The file's format: <c>onnx</c>, <c>pytorch</c>, <c>hdf5</c>, <c>safetensors</c> or <c>tensorflow</c>.</summary>
    public required string Format { get; init; }

    /// <summary>The file's length; null if it is not published.</summary>
    public long? Bytes { get; init; }

    /// <summary>
    /// The file's SHA-256 in lower-case hexadecimal digits, or as many of the first ones as are published; null if there are
    /// none.
    /// </summary>
    public string? Sha256 { get; init; }

    /// <summary>The file's MD5 in lower-case hexadecimal digits; null if it is not published.</summary>
    public string? Md5 { get; init; }

    /// <summary>The weights' licence, an SPDX identifier.</summary>
    public required string License { get; init; }

    /// <summary>Published share of ImageNet's validation images whose first guess is right, 0 to 1.</summary>
    public required double ImageNetAccuracy { get; init; }

    /// <summary>What else there is to know; null if nothing.</summary>
    public string? Note { get; init; }

    internal BackboneNaming Naming { get; init; }

    /// <summary>Whether anything published tells the right file from a wrong one.</summary>
    internal bool HasChecksum => Sha256 is not null || Md5 is not null;
}
