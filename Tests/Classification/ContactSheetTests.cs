using MLResNet.Imaging;

namespace MLResNet.Classification.Tests;

public sealed class ContactSheetTests : IDisposable
{
    private readonly ShapeFolder _shapes = new(imagesPerKind: 2);

    public void Dispose() => _shapes.Dispose();

    [Fact]
    public void A_row_begins_with_what_prediction_sees_and_goes_on_with_variations()
    {
        RgbImage plain = ContactSheet.Draw(_shapes.Open(), Augmentation.None, size: 32, rows: 3, epochs: 2);
        RgbImage varied = ContactSheet.Draw(_shapes.Open(), Augmentation.Strong, size: 32, rows: 3, epochs: 2);

        Assert.Equal((3 * 36 + 4, 3 * 36 + 4), (plain.Width, plain.Height));
        for (int row = 0; row < 3; row++)
        {
            Assert.Equal(Cell(plain, 0, row), Cell(plain, 1, row));
            Assert.Equal(Cell(plain, 0, row), Cell(varied, 0, row));
            Assert.NotEqual(Cell(varied, 0, row), Cell(varied, 1, row));
            Assert.NotEqual(Cell(varied, 1, row), Cell(varied, 2, row));
        }
    }

    [Fact]
    public void The_first_column_is_the_picture_itself()
    {
        ImageFolder images = _shapes.Open();
        RgbImage sheet = ContactSheet.Draw(images, Augmentation.None, size: 32, rows: 1, epochs: 1);

        var asBytes = new ImagePreprocessing { Mean = [0, 0, 0], Std = [1, 1, 1] };
        float[] expected = asBytes.WithSize(32).Apply(MLResNet.Formats.ImageDecoder.DecodeFile(images[0].Path));
        Assert.Equal(expected.Select(sample => (byte)(sample * 255 + 0.5f)), Cell(sheet, 0, 0));
    }

    [Fact]
    public void A_folder_of_nothing_readable_and_a_size_out_of_range_are_refused()
    {
        foreach (string file in Directory.GetFiles(_shapes.Root, "*", SearchOption.AllDirectories))
            File.WriteAllBytes(file, [1, 2, 3]);

        Assert.Throws<MLResNetException>(() => ContactSheet.Draw(_shapes.Open(), Augmentation.None));
        Assert.Throws<MLResNetException>(() => ContactSheet.Draw(_shapes.Open(), Augmentation.None, size: 8));
    }

    private static byte[] Cell(RgbImage sheet, int column, int row) =>
        [.. Enumerable.Range(0, 32).SelectMany(y => sheet.Row(4 + row * 36 + y).Slice((4 + column * 36) * 3, 96).ToArray())];
}
