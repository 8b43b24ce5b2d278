using MLResNet.Formats;
using MLResNet.Imaging;

namespace MLResNet.Datasets.Tests.Imaging;

public class ImagePreprocessingTests
{
    private static readonly ImagePreprocessing Small = new() { Size = 5, ResizeShortSide = 5 };

    [Fact]
    public void Samples_are_normalized_channel_by_channel()
    {
        RgbImage image = Noise.Image(5, 5);
        float[] output = Small.Apply(image);
        for (int i = 0; i < output.Length; i++)
            Assert.Equal((image.Pixels[i] / 255.0 - Small.Mean[i % 3]) / Small.Std[i % 3], output[i], 1e-6);
    }

    [Fact]
    public void Channels_come_in_the_networks_order_with_their_own_mean()
    {
        RgbImage image = Noise.Image(5, 5);
        float[] rgb = Small.Apply(image);
        float[] bgr = (Small with { ChannelOrder = ChannelOrder.Bgr }).Apply(image);
        Assert.Equal(rgb.Chunk(3).SelectMany(pixel => pixel.Reverse()), bgr);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3000)]
    [InlineData(2500, 2)]
    public void Pictures_of_any_shape_fill_the_square(int width, int height)
    {
        var image = new RgbImage(width, height);
        image.Pixels.AsSpan().Fill(255);
        float[] output = (Small with { Mean = [0, 0, 0], Std = [1, 1, 1] }).Apply(image);
        Assert.All(output, value => Assert.Equal(1, value, 1e-6));
    }

    [Fact]
    public void A_span_of_another_length_is_refused() =>
        Assert.Throws<ArgumentException>(() => Small.Apply(new RgbImage(5, 5), new float[5 * 5 * 3 + 1]));

    [Fact]
    public void Equality_is_number_by_number()
    {
        Assert.Equal(new ImagePreprocessing(), new ImagePreprocessing { Mean = new List<float> { 0.485f, 0.456f, 0.406f } });
        Assert.NotEqual(new ImagePreprocessing(), new ImagePreprocessing { Std = [0.229f, 0.224f, 0.226f] });
    }

    public static TheoryData<string, ImagePreprocessing> OutOfRange => new()
    {
        { "Size", new() { Size = 0 } },
        { "Size", new() { Size = 5000, ResizeShortSide = 5000 } },
        { "ResizeShortSide", new() { ResizeShortSide = 223 } },
        { "Interpolation", new() { Interpolation = (Interpolation)9 } },
        { "ChannelOrder", new() { ChannelOrder = (ChannelOrder)9 } },
        { "Mean", new() { Mean = [1, 2] } },
        { "Mean", new() { Mean = null! } },
        { "Std", new() { Std = [1, 0, 1] } },
        { "Std", new() { Std = [1, float.NaN, 1] } },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void A_property_out_of_range_is_named(string name, ImagePreprocessing preprocessing) =>
        Assert.StartsWith($"ImagePreprocessing.{name} ", Assert.Throws<MLResNetException>(preprocessing.Validate).Message);

    [Fact]
    public void Another_size_keeps_the_proportion()
    {
        ImagePreprocessing preprocessing = new ImagePreprocessing().WithSize(112);
        Assert.Equal((112, 128), (preprocessing.Size, preprocessing.ResizeShortSide));
        preprocessing.Validate();
        Assert.Equal(256, preprocessing.ToDecodeOptions().MinShortSide);
        Assert.Equal(9, preprocessing.ToDecodeOptions(new DecodeOptions { MaxPixels = 9 }).MaxPixels);
    }
}
