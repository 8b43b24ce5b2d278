using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLResNet.Pipelines.Tests;

public sealed class LoadingTests(Photos photos) : IClassFixture<Photos>
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void A_folder_becomes_rows_of_path_and_label_in_the_order_of_the_paths()
    {
        ImageFolder images = ImageFolder.Open(photos.Train);

        IDataView rows = _ml.Data.LoadImagesFromFolder(photos.Train);

        Assert.Equal(["ImagePath", "Label"], rows.Schema.Select(column => column.Name));
        Assert.Equal(images.Count, rows.GetRowCount());
        Assert.Equal(images.Select(image => image.Path), rows.GetColumn<string>("ImagePath"));
        Assert.Equal(images.Select(image => images.Classes[image.LabelIndex]), rows.GetColumn<string>("Label"));
    }

    [Fact]
    public void Shuffled_rows_are_the_same_in_another_order_with_paths_and_labels_together()
    {
        IDataView rows = _ml.Data.LoadImagesFromFolder(photos.Train);
        IDataView shuffled = _ml.Data.ShuffleRows(rows, seed: 3);

        (string, string)[] before = Pairs(rows), after = Pairs(shuffled);

        Assert.NotEqual(before, after);
        Assert.Equal(before.Order(), after.Order());
    }

    [Fact]
    public void Parts_that_a_data_set_brings_become_a_column_and_stay_what_they_are_when_it_is_split()
    {
        string manifest = photos.NewFile("list.csv");
        string[] paths = photos.TrainPaths;
        string[] parts = ["train", "val", "test"];
        IEnumerable<string> lines = paths.Select((path, i) =>
            $"{path},{Path.GetFileName(Path.GetDirectoryName(path))},{parts[i % 3]}");
        File.WriteAllLines(manifest, lines.Prepend("path,label,split"));

        IDataView rows = _ml.Data.LoadImagesFromManifest(manifest);
        TrainTestViews split = _ml.Data.StratifiedSplit(rows);

        string[] names = ["train", "validation", "test"];
        Assert.Equal(paths.Select((_, i) => names[i % 3]), rows.GetColumn<string>("Split"));
        Assert.Equal(paths.Where((_, i) => i % 3 == 0), split.TrainSet.GetColumn<string>("ImagePath"));
        Assert.Equal(paths.Where((_, i) => i % 3 == 2), split.TestSet.GetColumn<string>("ImagePath"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rows_are_split_as_the_library_splits_the_same_files_whatever_their_order_and_the_type_of_their_label(bool asKeys)
    {
        var (train, test) = ImageFolder.Open(photos.Train).Split(testFraction: 0.3, seed: 5);
        IDataView rows = _ml.Data.Cache(_ml.Data.ShuffleRows(_ml.Data.LoadImagesFromFolder(photos.Train), seed: 9));
        if (asKeys)
            rows = _ml.Transforms.Conversion.MapValueToKey("Label").Fit(rows).Transform(rows);

        TrainTestViews split = _ml.Data.StratifiedSplit(rows, testFraction: 0.3, seed: 5);

        Assert.Equal(train.Select(image => image.Path).Order(), split.TrainSet.GetColumn<string>("ImagePath").Order());
        Assert.Equal(test.Select(image => image.Path).Order(), split.TestSet.GetColumn<string>("ImagePath").Order());
        Assert.Equal(test.Count, split.TestSet.GetRowCount());
    }

    [Fact]
    public void What_cannot_be_loaded_is_named()
    {
        var missing = Assert.Throws<DatasetException>(() => _ml.Data.LoadImagesFromFolder("nowhere"));
        Assert.Contains("'nowhere'", missing.Message, StringComparison.Ordinal);
        IDataView rows = _ml.Data.LoadImagesFromFolder(photos.Train);
        Assert.Contains(
            "Could not find label column 'Kind'",
            Assert.Throws<ArgumentOutOfRangeException>(
                () => _ml.Data.StratifiedSplit(rows, labelColumnName: "Kind")).Message, StringComparison.Ordinal);
    }

    private static (string, string)[] Pairs(IDataView rows) =>
        [.. rows.GetColumn<string>("ImagePath").Zip(rows.GetColumn<string>("Label"))];
}
