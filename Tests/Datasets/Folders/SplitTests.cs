namespace MLResNet.Datasets.Tests.Folders;

public class SplitTests
{
    [Fact]
    public void A_split_is_stratified_and_complete()
    {
        using var disk = new TemporaryFolder();
        ImageFolder folder = Manifest(disk, ("a", 50), ("b", 20), ("c", 2), ("d", 1));
        var (train, test) = folder.Split(0.2, seed: 1);

        Assert.Equal([10, 4, 1, 0], test.CountsPerClass);
        Assert.Equal([40, 16, 1, 1], train.CountsPerClass);
        Assert.Equal(folder.Select(i => i.Path).Order(), train.Concat(test).Select(i => i.Path).Order());
        Assert.Equal(folder.Classes, test.Classes);
    }

    [Fact]
    public void The_same_seed_splits_alike_whatever_the_order_of_the_rows()
    {
        using var disk = new TemporaryFolder();
        string[] rows = [.. Rows(("a", 30), ("b", 30))];
        string[] other = [.. rows];
        new SplitMix64(5).Shuffle<string>(other);
        ImageFolder one = ImageFolder.Open(disk.Write("m.csv", "path,label\n" + string.Join('\n', rows)));
        ImageFolder two = ImageFolder.Open(disk.Write("n.csv", "path,label\n" + string.Join('\n', other)));

        string[] Test(ImageFolder folder, int seed) => [.. folder.Split(0.3, seed).Test.Select(i => i.Path).Order()];
        Assert.Equal(Test(one, 1), Test(two, 1));
        Assert.NotEqual(Test(one, 1), Test(one, 2));
    }

    [Fact]
    public void A_class_keeps_its_division_when_another_comes()
    {
        using var disk = new TemporaryFolder();
        string[] TestOfB(params (string, int)[] classes) =>
            [.. disk.Describe(Manifest(disk, classes).Split(0.25, 3).Test).Where(text => text[0] == 'b')];
        Assert.Equal(TestOfB(("b", 16), ("c", 9)), TestOfB(("a", 5), ("b", 16), ("c", 9)));
    }

    // The very numbers, so that a split made last year on another machine is the split made today.
    [Fact]
    public void A_split_is_the_one_it_always_was()
    {
        using var disk = new TemporaryFolder();
        var (_, test) = Manifest(disk, ("a", 10), ("b", 10)).Split(0.3, seed: 42);
        Assert.Equal(["a/00", "a/02", "a/06", "b/00", "b/01", "b/05"], test.Select(i => disk.Relative(i.Path)[..^4]));
    }

    [Fact]
    public void A_rare_label_is_on_both_sides()
    {
        using var disk = new TemporaryFolder();
        string rows = string.Join('\n', Enumerable.Range(0, 40).Select(i => $"{i}.jpg,{(i < 4 ? "common|rare" : "common")}"));
        var (train, test) = ImageFolder.Open(disk.Write("m.csv", "path,label\n" + rows)).Split(0.25, 1);
        Assert.Equal([10, 1], test.CountsPerClass);
        Assert.Equal([30, 3], train.CountsPerClass);
    }

    [Fact]
    public void Each_of_several_labels_is_divided_and_so_are_images_without_any()
    {
        using var disk = new TemporaryFolder();
        string[] names = ["a", "b", "c", "d"];
        double[] shares = [0.5, 0.3, 0.1, 0.04];
        var random = new SplitMix64(9);
        string rows = "";
        for (int i = 0; i < 300; i++)
        {
            var own = new List<string>();
            for (int label = 0; label < names.Length; label++)
            {
                if (random.NextDouble() < shares[label])
                    own.Add(names[label]);
            }
            rows += $"{i:000}.jpg,{string.Join('|', own)}\n";
        }
        ImageFolder folder = ImageFolder.Open(disk.Write("m.csv", "path,label\n" + rows));
        var (train, test) = folder.Split(0.2, seed: 4);

        Assert.Equal(60, test.Count);
        Assert.All(
            folder.CountsPerClass.Zip(test.CountsPerClass),
            pair => Assert.InRange(pair.Second, pair.First * 0.2 - 1, pair.First * 0.2 + 1));
        Assert.InRange(test.Count(image => image.Labels.Count == 0), 15, 25);
        Assert.Equal(folder.Select(i => i.Path), train.Concat(test).Select(i => i.Path).Order());
        Assert.True(train.IsMultiLabel && test.IsMultiLabel);

        var folds = folder.Folds(5, seed: 4);
        Assert.Equal(folder.Select(i => i.Path), folds.SelectMany(fold => fold.Test).Select(i => i.Path).Order());
        Assert.All(folds, fold => Assert.All(
            folder.CountsPerClass.Zip(fold.Test.CountsPerClass),
            pair => Assert.InRange(pair.Second, pair.First / 5.0 - 1.5, pair.First / 5.0 + 1.5)));

        string backwards = string.Join('\n', rows.Split('\n', StringSplitOptions.RemoveEmptyEntries).Reverse());
        ImageFolder same = ImageFolder.Open(disk.Write("n.csv", "path,label\n" + backwards));
        Assert.Equal(test.Select(i => i.Path), same.Split(0.2, seed: 4).Test.Select(i => i.Path).Order());
    }

    [Fact]
    public void A_data_set_with_parts_of_its_own_keeps_them()
    {
        using var disk = new TemporaryFolder().With("train/a/1.jpg", "train/b/2.jpg", "val/a/3.jpg", "test/b/4.jpg");
        var (train, test) = ImageFolder.Open(disk.Path).Split(0.5, 1);
        Assert.Equal(["a: train/a/1.jpg", "b: train/b/2.jpg"], disk.Describe(train));
        Assert.Equal(["b: test/b/4.jpg"], disk.Describe(test));
    }

    [Fact]
    public void Every_image_is_tested_in_exactly_one_fold()
    {
        using var disk = new TemporaryFolder();
        ImageFolder folder = Manifest(disk, ("a", 11), ("b", 7), ("c", 2));
        var folds = folder.Folds(3, seed: 1);

        Assert.Equal(folder.Select(i => i.Path).Order(), folds.SelectMany(f => f.Test).Select(i => i.Path).Order());
        Assert.All(folds, fold =>
        {
            Assert.Equal(folder.Count, fold.Train.Count + fold.Test.Count);
            Assert.Empty(fold.Train.Select(i => i.Path).Intersect(fold.Test.Select(i => i.Path)));
            Assert.InRange(fold.Test.Count, 6, 7);
            Assert.InRange(fold.Test.CountsPerClass[0], 3, 4);
            Assert.InRange(fold.Test.CountsPerClass[1], 2, 3);
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void A_fraction_out_of_range_is_refused(double fraction)
    {
        using var disk = new TemporaryFolder();
        ImageFolder folder = Manifest(disk, ("a", 2), ("b", 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => folder.Split(fraction, 1));
    }

    private static IEnumerable<string> Rows(params (string Class, int Count)[] classes) =>
        classes.SelectMany(c => Enumerable.Range(0, c.Count).Select(i => $"{c.Class}/{i:00}.jpg,{c.Class}"));

    private static ImageFolder Manifest(TemporaryFolder disk, params (string Class, int Count)[] classes) =>
        ImageFolder.Open(disk.Write("m.csv", "path,label\n" + string.Join('\n', Rows(classes))));
}
