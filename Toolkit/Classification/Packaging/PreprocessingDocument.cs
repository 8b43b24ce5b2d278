using System.Text.Json.Serialization;
using MLResNet.Imaging;

namespace MLResNet.Packaging;

/// <summary>
/// An <see cref="ImagePreprocessing"/> as the manifest spells it; a member that is not known here would change the input, so it
/// is refused.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed class PreprocessingDocument
{
    public required int Size { get; set; }

    public required int ResizeShortSide { get; set; }

    public required string Interpolation { get; set; }

    public required string ChannelOrder { get; set; }

    public required float[] Mean { get; set; }

    public required float[] Std { get; set; }

    public static PreprocessingDocument From(ImagePreprocessing preprocessing) => new()
    {
        Size = preprocessing.Size,
        ResizeShortSide = preprocessing.ResizeShortSide,
        Interpolation = preprocessing.Interpolation.ToString(),
        ChannelOrder = preprocessing.ChannelOrder.ToString(),
        Mean = [.. preprocessing.Mean],
        Std = [.. preprocessing.Std],
    };

    /// <summary>The preprocessing, not validated.</summary>
    public ImagePreprocessing ToPreprocessing() => new()
    {
        Size = Size,
        ResizeShortSide = ResizeShortSide,
        Interpolation = EnumName.Parse<Interpolation>(Interpolation),
        ChannelOrder = EnumName.Parse<ChannelOrder>(ChannelOrder),
        Mean = Mean,
        Std = Std,
    };
}
