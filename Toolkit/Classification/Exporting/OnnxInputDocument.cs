using MLResNet.Imaging;

namespace MLResNet.Exporting;

/// <summary>
/// What is left to do with a picture before an exported network takes it; normalization is part of the network.
/// </summary>
internal sealed class OnnxInputDocument
{
    public int Size { get; init; }

    public int ResizeShortSide { get; init; }

    public Interpolation Interpolation { get; init; }

    public string Crop { get; init; } = "center";

    public string Color { get; init; } = "rgb";

    public int[] Range { get; init; } = [0, 255];

    public string Layout { get; init; } = "nchw";

    public static OnnxInputDocument From(ImagePreprocessing preprocessing) => new()
    {
        Size = preprocessing.Size,
        ResizeShortSide = preprocessing.ResizeShortSide,
        Interpolation = preprocessing.Interpolation,
    };
}
