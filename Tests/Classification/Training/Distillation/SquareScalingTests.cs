using MLResNet.Imaging;
using MLResNet.Training.Distillation;

namespace MLResNet.Classification.Tests.Training.Distillation;

public sealed class SquareScalingTests
{
    [Theory]
    [InlineData(16, 24)]
    [InlineData(24, 16)]
    [InlineData(31, 9)]
    [InlineData(5, 64)]
    public void Scaled_pixels_are_those_of_the_scaled_pictures(int from, int to)
    {
        var preprocessing = new ImagePreprocessing { Mean = [0.5f, 0.4f, 0.3f], Std = [0.5f, 1, 0.25f] };
        ImagePreprocessing before = preprocessing with { Size = from, ResizeShortSide = from }, after = preprocessing with { Size = to, ResizeShortSide = to };
        RgbImage[] pictures = [new(from, from), new(from, from)];
        var random = new Random(1);
        foreach (RgbImage picture in pictures)
            random.NextBytes(picture.Pixels);

        float[] scaled = new float[2 * to * to * 3];
        SquareScaling.Run([.. pictures.SelectMany(before.Apply)], 2, from, to, scaled);

        float[] expected = [.. pictures.SelectMany(after.Apply)];
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], scaled[i], 1.01 / 255 / 0.25); // a picture's samples are rounded twice on the way
    }
}
