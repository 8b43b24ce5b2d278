using MLResNet.Imaging;

namespace MLResNet.Datasets.Tests.Imaging;

public class CropAndFlipTests
{
    [Theory]
    [InlineData(10, 7, 4, 4, 3, 2)] // margins of 6 and 3: 3 and 1.5, which goes to the even 2
    [InlineData(9, 9, 4, 4, 2, 2)]  // 2.5 goes to the even 2
    [InlineData(5, 5, 5, 5, 0, 0)]
    public void The_middle_begins_where_torchvisions_does(int width, int height, int toWidth, int toHeight, int x, int y)
    {
        RgbImage image = Noise.Image(width, height);
        RgbImage middle = Crop.Center(image, toWidth, toHeight);
        for (int row = 0; row < toHeight; row++)
            Assert.Equal(image.Row(y + row).Slice(x * 3, toWidth * 3), middle.Row(row));
    }

    [Theory]
    [InlineData(-1, 0, 2, 2)]
    [InlineData(0, 3, 2, 2)]
    [InlineData(3, 0, int.MaxValue, 2)]
    [InlineData(0, 0, 0, 2)]
    public void A_rectangle_outside_of_the_picture_is_refused(int x, int y, int width, int height) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Crop.Rectangle(new RgbImage(4, 4), x, y, width, height));

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_mirrored_picture_has_its_pixels_the_other_way_round(int width)
    {
        RgbImage image = Noise.Image(width, 3);
        RgbImage mirrored = Flip.Horizontal(image);
        for (int y = 0; y < 3; y++)
        {
            for (int x = 0; x < width; x++)
                Assert.Equal(image.Row(y).Slice(x * 3, 3), mirrored.Row(y).Slice((width - 1 - x) * 3, 3));
        }
        Assert.Equal(image.Pixels, Flip.Horizontal(mirrored).Pixels);
    }
}
