namespace MLResNet.Imaging;

/// <summary>
/// Variations of the training images, so that a network learns what does not matter: where the object stands, how large it is,
/// which way it faces, how it is lit. What is drawn depends on nothing but the seed, the epoch and the image's index.
/// </summary>
public sealed record Augmentation
{
    /// <summary>No variation: training sees what prediction sees.</summary>
    public static Augmentation None { get; } = new();

    /// <summary>
    /// Crops of 70 to 100 % of the area and mirror images: for photos whose colours and details tell them apart.
    /// </summary>
    public static Augmentation Light { get; } = new() { MinArea = 0.7f, MaxAspect = 4f / 3, Flip = true };

    /// <summary>
    /// Crops of 35 to 100 % of the area and mirror images, in true colours: for long trainings where colours tell things apart.
    /// </summary>
    public static Augmentation Crops { get; } = new() { MinArea = 0.35f, MaxAspect = 4f / 3, Flip = true };

    /// <summary>
    /// What <see cref="Crops"/> does, and images mixed: for long trainings that learn their images by heart, where colours tell
    /// things apart.
    /// </summary>
    public static Augmentation Mixed { get; } = Crops with { Mixup = 0.2f, CutMix = 1 };

    /// <summary>
    /// What <see cref="Crops"/> does, with less detail, down to a quarter of the pixels a side: for networks that are to be used on
    /// small or blurred photos too, though trained on sharper ones.
    /// </summary>
    public static Augmentation Coarse { get; } = Crops with { Downscale = 0.75f };

    /// <summary>
    /// Crops of 35 to 100 % of the area, mirror images, and brightness, contrast and saturation changed by up to 20 %.
    /// </summary>
    public static Augmentation Standard { get; } = Crops with { Brightness = 0.2f, Contrast = 0.2f, Saturation = 0.2f };

    /// <summary>
    /// Crops of 20 to 100 % of the area, mirror images, turns by up to 15 degrees, colours changed by up to 40 %, a rectangle
    /// erased of every fourth image, and images mixed: for long trainings that learn their images by heart.
    /// </summary>
    public static Augmentation Strong { get; } = new()
    {
        MinArea = 0.2f,
        MaxAspect = 4f / 3,
        Flip = true,
        Rotation = 15,
        Brightness = 0.4f,
        Contrast = 0.4f,
        Saturation = 0.4f,
        Erasing = 0.25f,
        Mixup = 0.2f,
        CutMix = 1,
    };

    /// <summary>
    /// Pictures moved by up to an eighth of the side and mirrored: for pictures as small as the network's input, of which a crop
    /// would leave too little. On 32 x 32 pixels it is the padding by 4, random crop and mirroring of He et al. 2015
    /// (arXiv:1512.03385, section 4.2).
    /// </summary>
    public static Augmentation Shift { get; } = new() { MaxShift = 0.125f, Flip = true };

    /// <summary>All of these, by name.</summary>
    public static IReadOnlyList<KeyValuePair<string, Augmentation>> Presets { get; } =
    [
        new(nameof(None), None), new(nameof(Shift), Shift), new(nameof(Light), Light), new(nameof(Crops), Crops),
        new(nameof(Coarse), Coarse), new(nameof(Standard), Standard), new(nameof(Mixed), Mixed), new(nameof(Strong), Strong),
    ];

    /// <summary>
    /// The smallest part of the picture's area that a random crop takes, above 0; with 1 there is no random crop, and the
    /// middle is taken as in prediction. (torchvision's RandomResizedCrop with scale = (MinArea, 1).)
    /// </summary>
    public float MinArea { get; init; } = 1;

    /// <summary>
    /// How much wider than high, or higher than wide, a random crop may be, at least 1. (ratio = (1 / MaxAspect, MaxAspect).)
    /// </summary>
    public float MaxAspect { get; init; } = 1;

    /// <summary>Whether half of the pictures are mirrored, left to right.</summary>
    public bool Flip { get; init; }

    /// <summary>
    /// How far the network's input is moved at most, as a share of its side, along each side by whole pixels, 0 to 1; what comes
    /// in has the mean colour. (torchvision's RandomCrop with padding = MaxShift * side.)
    /// </summary>
    public float MaxShift { get; init; }

    /// <summary>
    /// How many degrees a picture is turned at most, either way, 0 to 180; what comes in at the corners is the picture's mirror
    /// image.
    /// </summary>
    public float Rotation { get; init; }

    /// <summary>
    /// How far the factor is from 1 at most by which the network's input is scaled down before it is scaled up again, 0 to below 1,
    /// for less detail in it: 0.75 leaves it as few as a quarter of its pixels a side. The factor's logarithm is uniform.
    /// </summary>
    public float Downscale { get; init; }

    /// <summary>How far the factor of the brightness is from 1 at most, 0 to 1.</summary>
    public float Brightness { get; init; }

    /// <summary>How far the factor of the contrast is from 1 at most, 0 to 1.</summary>
    public float Contrast { get; init; }

    /// <summary>How far the factor of the saturation is from 1 at most, 0 to 1.</summary>
    public float Saturation { get; init; }

    /// <summary>
    /// The share of the pictures of which a rectangle of 2 to 33 % of the area is covered with the mean colour, 0 to 1 (Zhong et
    /// al. 2017, arXiv:1708.04896).
    /// </summary>
    public float Erasing { get; init; }

    /// <summary>
    /// Blends each image with another of its batch, and their labels alike: the share is drawn from Beta(Mixup, Mixup) for each
    /// batch; 0 to 1, 0 for none (Zhang et al. 2017, arXiv:1710.09412). With <see cref="CutMix"/> as well, each batch is mixed
    /// one way or the other.
    /// </summary>
    public float Mixup { get; init; }

    /// <summary>
    /// Puts a rectangle of another image of the batch into each, and mixes their labels by area: the share is drawn from
    /// Beta(CutMix, CutMix) for each batch; 0 to 1, 0 for none (Yun et al. 2019, arXiv:1905.04899).
    /// </summary>
    public float CutMix { get; init; }

    /// <summary>Checks every property against its range.</summary>
    /// <exception cref="MLResNetException">One is out of range; the message names it.</exception>
    public void Validate()
    {
        Check(nameof(MinArea), MinArea, MinArea is > 0 and <= 1, "above 0 and at most 1");
        Check(nameof(MaxAspect), MaxAspect, MaxAspect >= 1 && float.IsFinite(MaxAspect), "at least 1");
        Check(nameof(MaxShift), MaxShift, MaxShift is >= 0 and <= 1, "between 0 and 1");
        Check(nameof(Brightness), Brightness, Brightness is >= 0 and <= 1, "between 0 and 1");
        Check(nameof(Contrast), Contrast, Contrast is >= 0 and <= 1, "between 0 and 1");
        Check(nameof(Saturation), Saturation, Saturation is >= 0 and <= 1, "between 0 and 1");
        Check(nameof(Rotation), Rotation, Rotation is >= 0 and <= 180, "between 0 and 180");
        Check(nameof(Downscale), Downscale, Downscale is >= 0 and < 1, "at least 0 and below 1");
        Check(nameof(Erasing), Erasing, Erasing is >= 0 and <= 1, "between 0 and 1");
        Check(nameof(Mixup), Mixup, Mixup is >= 0 and <= 1, "between 0 and 1");
        Check(nameof(CutMix), CutMix, CutMix is >= 0 and <= 1, "between 0 and 1");
    }

    /// <summary>
    /// Draws one variation. What is not asked for draws nothing, so that it does not change what the rest comes to.
    /// </summary>
    /// <param name="image">The picture.</param>
    /// <param name="size">Side of the network's input in pixels.</param>
    /// <param name="random">Where the numbers come from.</param>
    internal AugmentationDraw Draw(RgbImage image, int size, ref SplitMix64 random) => new()
    {
        Box = MinArea < 1 ? RandomResizedCrop.Draw(image.Width, image.Height, MinArea, MaxAspect, ref random) : null,
        IsFlipped = Flip && random.NextDouble() < 0.5,
        Brightness = Factor(Brightness, ref random),
        Contrast = Factor(Contrast, ref random),
        Saturation = Factor(Saturation, ref random),
        Degrees = Rotation == 0 ? 0 : (float)random.NextDouble(-Rotation, Rotation),
        Detail = Downscale == 0 ? 1 : (float)Math.Exp(random.NextDouble(Math.Log(1 - Downscale), 0)),
        Erased = Erasing > 0 && random.NextDouble() < Erasing ? RandomErasing.Draw(ref random) : null,
        Shift = MaxShift > 0 ? RandomShift.Draw((int)Math.Round(MaxShift * size), ref random) : null,
    };

    private static float Factor(float range, ref SplitMix64 random) =>
        range == 0 ? 1 : (float)random.NextDouble(1 - range, 1 + range);

    private static void Check(string name, float value, bool isValid, string range)
    {
        if (!isValid)
            throw new MLResNetException($"{nameof(Augmentation)}.{name} is {value}; it has to be {range}.");
    }
}
