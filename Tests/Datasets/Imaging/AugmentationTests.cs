using System.Reflection;
using MLResNet.Imaging;

namespace MLResNet.Datasets.Tests.Imaging;

public class AugmentationTests
{
    private static readonly ImagePreprocessing Raw = new() { Size = 16, ResizeShortSide = 16, Mean = [0, 0, 0], Std = [1, 1, 1] };

    [Fact]
    public void The_same_keys_draw_the_same_variation()
    {
        RgbImage image = Noise.Image(40, 30);
        float[] Draw(int epoch)
        {
            float[] output = new float[16 * 16 * 3];
            Raw.Apply(image, Augmentation.Standard, new SplitMix64(1, epoch, 7), output);
            return output;
        }
        Assert.Equal(Draw(1), Draw(1));
        Assert.NotEqual(Draw(1), Draw(2));
    }

    [Fact]
    public void Each_preset_goes_by_the_name_of_its_property()
    {
        var properties = typeof(Augmentation).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(property => property.PropertyType == typeof(Augmentation))
            .Select(property => KeyValuePair.Create(property.Name, (Augmentation)property.GetValue(null)!));
        Assert.Equal(properties.OrderBy(each => each.Key), Augmentation.Presets.OrderBy(each => each.Key));
        Assert.All(Augmentation.Presets, preset => preset.Value.Validate());
        Assert.Distinct(Augmentation.Presets.Select(preset => preset.Value));
    }

    [Fact]
    public void Without_variation_training_sees_what_prediction_sees()
    {
        RgbImage image = Noise.Image(40, 30);
        float[] output = new float[16 * 16 * 3];
        Raw.Apply(image, Augmentation.None, new SplitMix64(1), output);
        Assert.Equal(Raw.Apply(image), output);
    }

    [Theory]
    [InlineData(500, 375)]
    [InlineData(31, 200)]
    [InlineData(1, 1)]
    [InlineData(3000, 2)]
    public void Crops_keep_to_their_area_and_aspect(int width, int height)
    {
        var image = new RgbImage(width, height);
        var random = new SplitMix64(3);
        for (int i = 0; i < 300; i++)
        {
            CropBox box = RandomResizedCrop.Draw(width, height, 0.35, 4.0 / 3, ref random);
            Assert.True(box.IsWithin(image));
            float w = box.Right - box.Left, h = box.Bottom - box.Top;
            // Sides are rounded to whole pixels.
            Assert.InRange((w + 0.5) / (h - 0.5), 0.75, double.MaxValue);
            Assert.InRange((w - 0.5) / (h + 0.5), 0, 4.0 / 3);
            if (width == 500)
                Assert.InRange(w * h, 0.34 * width * height, width * height);
        }
    }

    [Fact]
    public void Crops_reach_every_corner_and_half_are_mirrored()
    {
        var image = new RgbImage(100, 100);
        var random = new SplitMix64(4);
        AugmentationDraw[] draws = [.. Enumerable.Range(0, 1000).Select(_ => Augmentation.Standard.Draw(image, 64, ref random))];
        Assert.Contains(draws, draw => draw.Box is { Left: 0, Top: < 3 });
        Assert.Contains(draws, draw => draw.Box is { Right: 100, Bottom: > 97 });
        IEnumerable<CropBox> boxes = draws.Select(draw => draw.Box!.Value);
        float[] areas = [.. boxes.Select(box => (box.Right - box.Left) * (box.Bottom - box.Top))];
        Assert.InRange(areas.Min(), 3400, 3700);
        Assert.InRange(areas.Max(), 9500, 10_000);
        Assert.InRange(draws.Count(draw => draw.IsFlipped), 440, 560);
        Assert.InRange(draws.Average(draw => draw.Brightness), 0.985, 1.015);
        Assert.All(draws, draw => Assert.InRange(draw.Contrast, 0.8, 1.2));
    }

    [Fact]
    public void A_mirrored_variation_is_the_mirror_of_the_picture()
    {
        RgbImage image = Noise.Image(20, 20);
        var mirroring = new Augmentation { Flip = true };
        var outputs = new HashSet<string>();
        for (int i = 0; i < 20; i++)
        {
            float[] output = new float[16 * 16 * 3];
            Raw.Apply(image, mirroring, new SplitMix64(i), output);
            outputs.Add(string.Join(' ', output));
        }
        Assert.Equal(
            new[] { string.Join(' ', Raw.Apply(image)), string.Join(' ', Raw.Apply(Flip.Horizontal(image))) }.Order(),
            outputs.Order());
    }

    [Fact]
    public void Colours_change_as_their_definitions_say()
    {
        // A dark grey and a light red pixel: greys 60 and 0.299 * 200 + 0.587 * 100 + 0.114 * 100 = 129.9, mean 94.95.
        byte[] pixels = [60, 60, 60, 200, 100, 100];
        byte[] Jitter(float brightness, float contrast, float saturation)
        {
            byte[] copy = [.. pixels];
            ColorJitter.Run(copy, brightness, contrast, saturation);
            return copy;
        }
        Assert.Equal(pixels, Jitter(1, 1, 1));
        Assert.Equal([90, 90, 90, 255, 150, 150], Jitter(1.5f, 1, 1));
        Assert.Equal([77, 77, 77, 147, 97, 97], Jitter(1, 0.5f, 1)); // halfway to 94.95
        Assert.Equal([60, 60, 60, 130, 130, 130], Jitter(1, 1, 0));
        Assert.Equal([95, 95, 95, 95, 95, 95], Jitter(1, 0, 1));
    }

    [Fact]
    public void What_is_not_asked_for_draws_nothing()
    {
        var image = new RgbImage(50, 40);
        var alone = new SplitMix64(5);
        var together = new SplitMix64(5);
        AugmentationDraw without = Augmentation.Standard.Draw(image, 64, ref alone);
        AugmentationDraw with = (Augmentation.Standard with { Rotation = 20, Downscale = 0.5f, Erasing = 1, MaxShift = 0.1f }).Draw(image, 64, ref together);

        Assert.Equal(without, with with { Degrees = 0, Detail = 1, Erased = null, Shift = null });
        Assert.InRange(Math.Abs(with.Degrees), 1e-3, 20);
    }

    [Fact]
    public void A_picture_with_less_detail_is_one_that_was_scaled_down_and_up_again()
    {
        RgbImage image = Noise.Image(16, 16);
        var details = new HashSet<int>();
        for (int seed = 0; seed < 200; seed++)
        {
            float[] output = new float[16 * 16 * 3];
            Raw.Apply(image, new Augmentation { Downscale = 0.75f }, new SplitMix64(seed), output);
            int side = Enumerable.Range(4, 13).Single(each => Expected(each).SequenceEqual(output));
            details.Add(side);
        }
        Assert.Equal(Enumerable.Range(4, 13), details.Order());

        float[] Expected(int side) =>
            Raw.Apply(Resize.Bilinear(Resize.Bilinear(image, side, side), 16, 16));
    }

    [Fact]
    public void Detail_is_halved_as_often_as_it_is_not_where_a_quarter_is_the_least()
    {
        var random = new SplitMix64(1);
        var image = new RgbImage(8, 8);
        var coarse = new Augmentation { Downscale = 0.75f };
        float[] details = [.. Enumerable.Range(0, 4000).Select(_ => coarse.Draw(image, 8, ref random).Detail)];
        Assert.All(details, detail => Assert.InRange(detail, 0.25f, 1));
        Assert.InRange(details.Count(detail => detail < 0.5f), 1900, 2100);
    }

    [Theory]
    [InlineData(90)]
    [InlineData(-90)]
    [InlineData(180)]
    public void A_quarter_turn_moves_every_pixel_to_its_place(int degrees)
    {
        const int size = 7;
        byte[] source = Noise.Image(size, size).Pixels, target = new byte[source.Length];
        Rotation.Run(source, size, degrees, target);

        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++)
            {
                (int toX, int toY) = degrees switch
                {
                    90 => (size - 1 - y, x), // clockwise: the top goes to the right
                    -90 => (y, size - 1 - x),
                    _ => (size - 1 - x, size - 1 - y),
                };
                Assert.Equal(
                    source.AsSpan((y * size + x) * 3, 3).ToArray(), target.AsSpan((toY * size + toX) * 3, 3).ToArray());
            }
        }
    }

    [Fact]
    public void A_turn_of_a_picture_of_one_colour_changes_nothing()
    {
        byte[] source = [.. Enumerable.Repeat((byte)77, 9 * 9 * 3)], target = new byte[source.Length];
        for (int degrees = -180; degrees <= 180; degrees += 7)
        {
            Rotation.Run(source, 9, degrees, target);
            Assert.Equal(source, target);
        }
    }

    [Fact]
    public void Erased_rectangles_have_the_mean_colour_and_cover_2_to_33_percent()
    {
        RgbImage image = Noise.Image(64, 64);
        var preprocessing = new ImagePreprocessing { Size = 64, ResizeShortSide = 64 };
        float[] whole = preprocessing.Apply(image);
        var erasing = new Augmentation { Erasing = 1 };
        int[] erased = [.. Enumerable.Range(0, 200).Select(i =>
        {
            float[] output = new float[whole.Length];
            preprocessing.Apply(image, erasing, new SplitMix64(i), output);
            return output.Index().Count(pair => pair.Item == 0 && whole[pair.Index] != 0);
        })];

        Assert.All(erased, count => Assert.InRange(count / (double)whole.Length, 0, 0.36));
        Assert.InRange(erased.Average() / whole.Length, 0.12, 0.23);
        Assert.True(erased.Count(count => count == 0) < 20);
    }

    [Fact]
    public void A_shift_is_one_of_all_crops_of_the_padded_picture_and_each_is_as_likely()
    {
        const int side = 8, most = 1;
        RgbImage image = Noise.Image(side, side);
        var preprocessing = new ImagePreprocessing { Size = side, ResizeShortSide = side };
        float[] whole = preprocessing.Apply(image);
        var crops = new Dictionary<string, int>();
        for (int top = 0; top <= 2 * most; top++)
        {
            for (int left = 0; left <= 2 * most; left++)
                crops.Add(string.Join(' ', PaddedCrop(left - most, top - most)), 0);
        }
        for (int i = 0; i < 900; i++)
        {
            float[] output = new float[whole.Length];
            preprocessing.Apply(image, new Augmentation { MaxShift = 0.125f }, new SplitMix64(i), output);
            string text = string.Join(' ', output);
            Assert.Contains(text, crops.Keys);
            crops[text]++;
        }
        Assert.Equal(9, crops.Count);
        Assert.All(crops.Values, count => Assert.InRange(count, 60, 140));

        IEnumerable<float> PaddedCrop(int left, int top) =>
            from y in Enumerable.Range(top, side)
            from x in Enumerable.Range(left, side)
            from channel in Enumerable.Range(0, 3)
            select x is >= 0 and < side && y is >= 0 and < side ? whole[(y * side + x) * 3 + channel] : 0;
    }

    [Fact]
    public void A_property_out_of_range_is_named()
    {
        Augmentation.Standard.Validate();
        Assert.Contains("MinArea", Assert.Throws<MLResNetException>(new Augmentation { MinArea = 0 }.Validate).Message);
        Assert.Contains("MaxAspect", Assert.Throws<MLResNetException>(new Augmentation { MaxAspect = 0.5f }.Validate).Message);
        Assert.Contains("Rotation", Assert.Throws<MLResNetException>(new Augmentation { Rotation = -1 }.Validate).Message);
        Assert.Contains("CutMix", Assert.Throws<MLResNetException>(new Augmentation { CutMix = 1.5f }.Validate).Message);
        Assert.Contains("Downscale", Assert.Throws<MLResNetException>(new Augmentation { Downscale = 1 }.Validate).Message);
        Assert.Contains("MaxShift", Assert.Throws<MLResNetException>(new Augmentation { MaxShift = 1.1f }.Validate).Message);
        Assert.Contains("Contrast", Assert.Throws<MLResNetException>(new Augmentation { Contrast = 2 }.Validate).Message);
    }
}
