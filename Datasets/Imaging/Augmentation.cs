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
    /// Crops of 35 to 100 % of the area, mirror images, and brightness, contrast and saturation changed by up to 20 %.
    /// </summary>
    public static Augmentation Standard { get; } = new()
    {
        MinArea = 0.35f,
        MaxAspect = 4f / 3,
        Flip = true,
        Brightness = 0.2f,
        Contrast = 0.2f,
        Saturation = 0.2f,
    };

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

    /// <summary>How far the factor of the brightness is from 1 at most, 0 to 1.</summary>
    public float Brightness { get; init; }

    /// <summary>How far the factor of the contrast is from 1 at most, 0 to 1.</summary>
    public float Contrast { get; init; }

    /// <summary>How far the factor of the saturation is from 1 at most, 0 to 1.</summary>
    public float Saturation { get; init; }

    /// <summary>Checks every property against its range.</summary>
    /// <exception cref="MLResNetException">One is out of range; the message names it.</exception>
    public void Validate()
    {
        Check(nameof(MinArea), MinArea, MinArea is > 0 and <= 1, "above 0 and at most 1");
        Check(nameof(MaxAspect), MaxAspect, MaxAspect >= 1 && float.IsFinite(MaxAspect), "at least 1");
        Check(nameof(Brightness), Brightness, Brightness is >= 0 and <= 1, "between 0 and 1");
        Check(nameof(Contrast), Contrast, Contrast is >= 0 and <= 1, "between 0 and 1");
        Check(nameof(Saturation), Saturation, Saturation is >= 0 and <= 1, "between 0 and 1");
    }

    /// <summary>Draws one variation.</summary>
    internal AugmentationDraw Draw(RgbImage image, ref SplitMix64 random) => new()
    {
        Box = MinArea < 1 ? RandomResizedCrop.Draw(image.Width, image.Height, MinArea, MaxAspect, ref random) : null,
        IsFlipped = Flip && random.NextDouble() < 0.5,
        Brightness = Factor(Brightness, ref random),
        Contrast = Factor(Contrast, ref random),
        Saturation = Factor(Saturation, ref random),
    };

    private static float Factor(float range, ref SplitMix64 random) =>
        range == 0 ? 1 : (float)random.NextDouble(1 - range, 1 + range);

    private static void Check(string name, float value, bool isValid, string range)
    {
        if (!isValid)
            throw new MLResNetException($"{nameof(Augmentation)}.{name} is {value}; it has to be {range}.");
    }
}
