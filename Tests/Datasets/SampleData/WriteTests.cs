using System.Collections.Concurrent;
using MLResNet.Datasets.Tests.Folders;
using MLResNet.Formats;
using MLResNet.Imaging;
using MLResNet.SampleData;

namespace MLResNet.Datasets.Tests.SampleData;

public sealed class WriteTests
{
    private static readonly SampleDataOptions Small = new() { ImagesPerClass = 6, Size = 32, Seed = 5 };

    [Fact]
    public void The_files_are_the_same_on_one_thread_and_on_many()
    {
        using TemporaryFolder one = new(), many = new();
        MachineParts.Write(one.Path, Small with { Threads = 1 });
        MachineParts.Write(many.Path, Small with { Threads = 8 });

        var expected = Contents(one.Path);
        var actual = Contents(many.Path);
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, file => Assert.Equal(file.Value, actual[file.Key]));
    }

    [Fact]
    public void Each_class_has_a_folder_with_the_same_number_of_files_a_quarter_of_them_png()
    {
        using TemporaryFolder folder = new();
        MachineParts.Write(folder.Path, Small with { ImagesPerClass = 8 });

        IEnumerable<string?> folders = Directory.GetDirectories(folder.Path).Select(Path.GetFileName);
        Assert.Equal(MachineParts.Classes, folders.Order(StringComparer.Ordinal));
        foreach (string className in MachineParts.Classes)
        {
            string[] names =
            [
                "0001.jpg", "0002.jpg", "0003.jpg", "0004.png", "0005.jpg", "0006.jpg", "0007.jpg", "0008.png",
            ];
            Assert.Equal(
                names.Select(name => $"{className}-{name}"),
                Directory.GetFiles(folder.At(className)).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void The_folder_opens_as_a_balanced_data_set_without_findings()
    {
        using TemporaryFolder folder = new();
        MachineParts.Write(folder.Path, Small);

        ImageFolder photos = ImageFolder.Open(folder.Path);
        Assert.Equal(MachineParts.Classes, photos.Classes);
        Assert.All(photos.CountsPerClass, count => Assert.Equal(Small.ImagesPerClass, count));
        Assert.Empty(photos.Findings);
    }

    [Fact]
    public void The_files_decode_to_the_rendered_pictures()
    {
        using TemporaryFolder folder = new();
        MachineParts.Write(folder.Path, Small with { Size = 64 });

        foreach (string className in MachineParts.Classes)
        {
            for (int index = 1; index <= Small.ImagesPerClass; index++)
            {
                bool png = index == 4;
                string path = folder.At($"{className}/{className}-{index:D4}.{(png ? "png" : "jpg")}");
                Assert.Equal(png ? ImageFormat.Png : ImageFormat.Jpeg, ImageDecoder.Identify(File.ReadAllBytes(path)));

                RgbImage rendered = MachineParts.Render(className, index, Small.Seed, size: 64);
                Assert.InRange(Pictures.MeanDifference(rendered, ImageDecoder.DecodeFile(path)), 0, png ? 0 : 8);
            }
        }
    }

    [Fact]
    public void A_folder_that_holds_something_else_is_refused_and_left_as_it_is()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.At("bolt-0001.jpg"), "a photo of mine");

        var error = Assert.Throws<DatasetException>(() => MachineParts.Write(folder.Path, Small));

        Assert.Contains(folder.Path, error.Message);
        Assert.Equal("a photo of mine", File.ReadAllText(Assert.Single(Directory.GetFileSystemEntries(folder.Path))));
    }

    [Fact]
    public void A_file_in_the_place_of_the_folder_is_refused()
    {
        using TemporaryFolder folder = new();
        string file = folder.At("parts");
        File.WriteAllText(file, "not a folder");

        Assert.Contains(file, Assert.Throws<DatasetException>(() => MachineParts.Write(file, Small)).Message);
    }

    [Fact]
    public void A_second_run_leaves_just_its_own_pictures_and_what_others_put_there()
    {
        using TemporaryFolder folder = new(), fresh = new();
        MachineParts.Write(folder.Path, Small);
        string[] others = [folder.At("gear/gear-notes.txt"), folder.At("gear/gear-9.jpg"), folder.At("nut/mine.jpg")];
        foreach (string path in others) File.WriteAllText(path, "kept");
        File.WriteAllText(folder.At("nut/nut-0002.jpg.tmp"), "left by a run that was killed");

        SampleDataOptions fewer = Small with { ImagesPerClass = 3, Seed = 6 };
        MachineParts.Write(folder.Path, fewer);
        MachineParts.Write(fresh.Path, fewer);

        Assert.All(others, path => Assert.Equal("kept", File.ReadAllText(path)));
        foreach (string path in others) File.Delete(path);
        var expected = Contents(fresh.Path);
        var actual = Contents(folder.Path);
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, file => Assert.Equal(file.Value, actual[file.Key]));
    }

    [Fact]
    public void A_cancelled_run_leaves_only_whole_files_and_can_be_repeated()
    {
        using TemporaryFolder folder = new();
        using var cancellation = new CancellationTokenSource();
        var progress = new ImmediateProgress(_ => cancellation.Cancel());

        Assert.ThrowsAny<OperationCanceledException>(
            () => MachineParts.Write(folder.Path, Small with { Threads = 2 }, progress, cancellation.Token));

        string[] written = Directory.GetFiles(folder.Path, "*-*", SearchOption.AllDirectories);
        written = [.. written.Where(path => Path.GetFileName(path)[0] != '.')];
        Assert.InRange(written.Length, 1, 29);
        Assert.All(written, path => Assert.Equal(32, ImageDecoder.DecodeFile(path).Width));

        MachineParts.Write(folder.Path, Small);
        Assert.Equal(31, Contents(folder.Path).Count);
    }

    [Fact]
    public void Progress_counts_every_picture()
    {
        using TemporaryFolder folder = new();
        var reports = new ConcurrentBag<SampleDataProgress>();
        MachineParts.Write(folder.Path, Small, new ImmediateProgress(reports.Add));

        Assert.Equal(Enumerable.Range(1, 30), reports.Select(report => report.Written).Order());
        Assert.All(reports, report => Assert.Equal(30, report.Total));
    }

    [Theory]
    [InlineData("ImagesPerClass", 0, 96, 0)]
    [InlineData("Size", 1, 8, 0)]
    [InlineData("Threads", 1, 96, -1)]
    public void An_option_out_of_range_is_named_before_anything_is_written(string name, int images, int size, int threads)
    {
        using TemporaryFolder folder = new();
        var options = new SampleDataOptions { ImagesPerClass = images, Size = size, Threads = threads };

        Assert.StartsWith(name, Assert.Throws<MLResNetException>(() => MachineParts.Write(folder.Path, options)).Message);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static SortedDictionary<string, byte[]> Contents(string folder)
    {
        var contents = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (string path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            contents.Add(Path.GetRelativePath(folder, path), File.ReadAllBytes(path));
        return contents;
    }

    /// <summary>Reports on the spot, not on another thread later.</summary>
    private sealed class ImmediateProgress(Action<SampleDataProgress> report) : IProgress<SampleDataProgress>
    {
        public void Report(SampleDataProgress value) => report(value);
    }
}
