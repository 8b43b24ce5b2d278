using MLResNet.Formats;
using MLResNet.Imaging;
using MLResNet.SampleData;

namespace MLResNet.Datasets.Tests.SampleData;

public sealed class RenderTests
{
    public static TheoryData<string> Classes => [.. MachineParts.Classes];

    [Theory]
    [MemberData(nameof(Classes))]
    public void A_picture_is_a_function_of_its_seed_class_and_index(string className)
    {
        RgbImage picture = MachineParts.Render(className, index: 7, seed: 3, size: 48);

        Assert.Equal(picture.Pixels, MachineParts.Render(className, index: 7, seed: 3, size: 48).Pixels);
        Assert.True(Pictures.MeanDifference(picture, MachineParts.Render(className, index: 8, seed: 3, size: 48)) > 10);
        Assert.True(Pictures.MeanDifference(picture, MachineParts.Render(className, index: 7, seed: 4, size: 48)) > 10);
    }

    // Fixtures: the PNG files of MachineParts.Write(folder, new SampleDataOptions { ImagesPerClass = 4, Size = 32 }).
    [Theory]
    [MemberData(nameof(Classes))]
    public void A_picture_is_the_same_on_every_machine(string className)
    {
        RgbImage stored = ImageDecoder.DecodeFile(Path.Combine("SampleData", "Fixtures", $"{className}-0004.png"));

        Assert.Equal(stored.Pixels, MachineParts.Render(className, index: 4, seed: 1, size: 32).Pixels);
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void The_scene_is_the_same_at_every_size(string className)
    {
        float[] small = Pictures.GreyMeans(MachineParts.Render(className, index: 5, size: 80), cells: 10);
        float[] large = Pictures.GreyMeans(MachineParts.Render(className, index: 5, size: 160), cells: 10);
        float[] another = Pictures.GreyMeans(MachineParts.Render(className, index: 6, size: 160), cells: 10);

        Assert.True(Pictures.Correlation(small, large) > 0.95);
        Assert.True(Pictures.Correlation(small, another) < 0.8);
    }

    [Fact]
    public void Every_picture_is_neither_black_nor_burnt_out_nor_flat()
    {
        foreach (string className in MachineParts.Classes)
        {
            for (int index = 1; index <= 25; index++)
            {
                float[] cells = Pictures.GreyMeans(MachineParts.Render(className, index, size: 32), cells: 16);
                Assert.InRange(cells.Average(), 50, 210);
                Assert.True(cells.Max() - cells.Min() > 30, $"{className} {index} is flat.");
            }
        }
    }

    [Fact]
    public void A_linear_model_on_pixels_fails()
    {
        const int Train = 80, Test = 30, Cells = 16;
        var (trainX, trainY) = Samples(first: 1, Train);
        var (testX, testY) = Samples(first: 1 + Train, Test);
        var model = new LinearClassifier(trainX, trainY, MachineParts.Classes.Count);

        // It learns its own pictures by heart, and of new ones hardly more than chance.
        Assert.True(model.Accuracy(trainX, trainY) > 0.8);
        Assert.InRange(model.Accuracy(testX, testY), 0, 0.45);

        static (float[][] X, int[] Y) Samples(int first, int count)
        {
            var items = from index in Enumerable.Range(first, count)
                        from label in Enumerable.Range(0, MachineParts.Classes.Count)
                        select (Picture: MachineParts.Render(MachineParts.Classes[label], index, size: 32), Label: label);
            var list = items.ToList();
            return ([.. list.Select(item => Pictures.GreyMeans(item.Picture, Cells))], [.. list.Select(item => item.Label)]);
        }
    }

    [Fact]
    public void An_unknown_class_is_named_with_the_known_ones()
    {
        var error = Assert.Throws<ArgumentException>(() => MachineParts.Render("cog", 1));

        Assert.Contains("'cog'", error.Message);
        Assert.Contains("bolt, defective, gear, nut, washer", error.Message);
    }

    [Theory]
    [InlineData(-1, 96)]
    [InlineData(1, 15)]
    [InlineData(1, 1025)]
    public void An_index_or_size_out_of_range_is_refused(int index, int size) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MachineParts.Render("nut", index, seed: 1, size));
}
