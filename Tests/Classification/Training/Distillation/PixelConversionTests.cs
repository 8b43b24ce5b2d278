using MLResNet.Imaging;
using MLResNet.Training.Distillation;

namespace MLResNet.Classification.Tests.Training.Distillation;

public sealed class PixelConversionTests
{
    private static readonly ImagePreprocessing ImageNet = new() { Size = 16, ResizeShortSide = 16 };

    private static readonly ImagePreprocessing[] Others =
    [
        ImageNet with { ChannelOrder = ChannelOrder.Bgr },
        ImageNet with { Mean = [0.5f, 0.4f, 0.3f], Std = [0.5f, 0.6f, 1f / 255] },
        ImageNet with { ChannelOrder = ChannelOrder.Bgr, Mean = [0, 0.1f, 0.2f], Std = [1, 0.9f, 0.5f] },
    ];

    [Fact]
    public void Converted_pixels_are_those_that_the_other_preprocessing_makes_of_the_picture()
    {
        var picture = new RgbImage(16, 16);
        new Random(1).NextBytes(picture.Pixels);

        foreach (ImagePreprocessing from in Others.Append(ImageNet))
        {
            foreach (ImagePreprocessing to in Others.Append(ImageNet))
            {
                float[] expected = to.Apply(picture), converted = new float[expected.Length];
                PixelConversion.Between(from, to).Run(from.Apply(picture), converted);

                for (int i = 0; i < expected.Length; i++)
                    Assert.Equal(expected[i], converted[i], 1e-4 * Math.Max(1, Math.Abs(expected[i])));
            }
        }
    }

    [Fact]
    public void Only_what_changes_nothing_is_the_identity()
    {
        Assert.All(Others.Append(ImageNet), own => Assert.True(PixelConversion.Between(own, own with { Size = 8 }).IsIdentity));
        Assert.All(Others, other => Assert.False(PixelConversion.Between(ImageNet, other).IsIdentity));
    }
}
