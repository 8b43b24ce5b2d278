using MLResNet.Listing;

namespace MLResNet.Datasets.Tests.Folders;

public class ClassFolderTests
{
    [Fact]
    public void Every_sub_folder_is_a_class_and_whatever_lies_below_belongs_to_it()
    {
        using var disk = new TemporaryFolder().With(
            "tulip/b.png", "rose/2019/may/x.jpg", "rose/a.jpg", "Daisy/c.gif", "tulip/a.png");
        ImageFolder folder = ImageFolder.Open(disk.Path);

        Assert.Equal(["Daisy", "rose", "tulip"], folder.Classes);
        Assert.Equal([1, 2, 2], folder.CountsPerClass);
        Assert.Equal(
            ["Daisy: Daisy/c.gif", "rose: rose/2019/may/x.jpg", "rose: rose/a.jpg", "tulip: tulip/a.png", "tulip: tulip/b.png"],
            disk.Describe(folder));
        Assert.False(folder.IsMultiLabel);
    }

    [Fact]
    public void Odd_names_are_kept_as_they_are()
    {
        string[] files = ["a b/50% #1.jpg", "a b/it's.jpg", "ünï©ødé 花/花.jpg", "ünï©ødé 花/no extension", "ünï©ødé 花/x.JPG.bak"];
        using var disk = new TemporaryFolder().With(files);
        ImageFolder folder = ImageFolder.Open(disk.Path);
        Assert.Equal(files.Order(StringComparer.Ordinal), folder.Select(image => disk.Relative(image.Path)));
        Assert.All(folder, image => Assert.True(File.Exists(image.Path)));
    }

    [Fact]
    public void The_order_goes_folder_by_folder_whatever_the_separator()
    {
        using var disk = new TemporaryFolder().With("c/a.b", "c/a b/1", "c/a/2", "c/a/1", "c/B", "c/a-b/1");
        ImageFolder folder = ImageFolder.Open(disk.Path);
        Assert.Equal(["c/B", "c/a/1", "c/a/2", "c/a b/1", "c/a-b/1", "c/a.b"], folder.Select(image => disk.Relative(image.Path)));
        Assert.Equal(folder.Select(i => i.Path), folder.Select(i => i.Path).Order(Comparer<string>.Create(PathOrder.Compare)));
    }

    [Fact]
    public void Hidden_files_and_files_of_other_kinds_are_passed_over()
    {
        using var disk = new TemporaryFolder().With(
            "a/1.jpg", "b/2.jpg", "a/.DS_Store", "a/Thumbs.db", "a/desktop.ini", "a/labels.TXT", "a/._1.jpg", ".git/x.jpg",
            "__MACOSX/a/1.jpg", "README.md");
        ImageFolder folder = ImageFolder.Open(disk.Path);
        Assert.Equal(["a: a/1.jpg", "b: b/2.jpg"], disk.Describe(folder));
        Assert.DoesNotContain(folder.Findings, f => f.Kind != DatasetFindingKind.ClassOfOneImage);
    }

    [Fact]
    public void Train_validation_and_test_folders_are_found_by_themselves()
    {
        using var disk = new TemporaryFolder().With(
            "Train/cat/1.jpg", "Train/dog/2.jpg", "valid/cat/3.jpg", "TEST/dog/4.jpg", "TEST/bird/5.jpg", "notes/read me.txt");
        ImageFolder folder = ImageFolder.Open(disk.Path);

        Assert.Equal(["bird", "cat", "dog"], folder.Classes);
        Assert.Equal(5, folder.Count);
        Assert.Equal(["cat: Train/cat/1.jpg", "dog: Train/dog/2.jpg"], disk.Describe(folder.Train!));
        Assert.Equal(["cat: valid/cat/3.jpg"], disk.Describe(folder.Validation!));
        Assert.Equal(["bird: TEST/bird/5.jpg", "dog: TEST/dog/4.jpg"], disk.Describe(folder.Test!));
        Assert.Equal(folder.Classes, folder.Test!.Classes);
        Assert.Contains(folder.Findings, f => f.Kind == DatasetFindingKind.ClassNotInTraining && f.Message.Contains("'bird'"));
    }

    [Fact]
    public void A_class_called_train_beside_other_classes_stays_a_class()
    {
        using var disk = new TemporaryFolder().With("bus/1.jpg", "train/intercity/2.jpg", "train/metro/3.jpg");
        ImageFolder folder = ImageFolder.Open(disk.Path);
        Assert.Equal(["bus", "train"], folder.Classes);
        Assert.Null(folder.Train);
    }

    [Fact]
    public void Images_beside_the_class_folders_and_empty_class_folders_are_findings()
    {
        using var disk = new TemporaryFolder().With("a/1.jpg", "a/2.jpg", "b/3.jpg", "b/4.jpg", "stray.jpg", "c/readme.txt");
        ImageFolder folder = ImageFolder.Open(disk.Path);
        Assert.Equal(["a", "b"], folder.Classes);
        Assert.Equal([DatasetFindingKind.EmptyClass, DatasetFindingKind.ImagesWithoutClass], folder.Findings.Select(f => f.Kind));
        Assert.Contains($"'{disk.At("c")}'", folder.Findings[0].Message);
        Assert.StartsWith($"One file lies in '{disk.Path}'", folder.Findings[1].Message);
    }

    [Fact]
    public void Links_that_go_round_in_a_circle_end()
    {
        using var disk = new TemporaryFolder().With("a/1.jpg", "b/2.jpg", "elsewhere.d/deep/3.jpg");
        try
        {
            Directory.CreateSymbolicLink(disk.At("a/up"), disk.Path);
            Directory.CreateSymbolicLink(disk.At("b/other"), disk.At("elsewhere.d/deep"));
        }
        catch (IOException)
        {
            return; // an account that may not make links cannot meet a circle of its own either
        }
        Assert.Equal(
            ["a: a/1.jpg", "b: b/2.jpg", "b: b/other/3.jpg", "elsewhere.d: elsewhere.d/deep/3.jpg"],
            disk.Describe(ImageFolder.Open(disk.Path)));
    }

    [Fact]
    public void Files_are_enumerated_without_classes_too()
    {
        using var disk = new TemporaryFolder().With("z.jpg", "a/1.jpg", "a/notes.txt", "b.jpg");
        Assert.Equal(["a/1.jpg", "b.jpg", "z.jpg"], ImageFolder.EnumerateFiles(disk.Path).Select(disk.Relative));
    }

    [Fact]
    public void Labels_count_in_the_classes_asked_for()
    {
        using var disk = new TemporaryFolder().With("b/1.jpg", "c/2.jpg");
        ImageFolder folder = ImageFolder.Open(disk.Path).WithClasses(["c", "a", "b"]);
        Assert.Equal([2, 0], folder.Select(image => image.LabelIndex));
        Assert.Equal([1, 0, 1], folder.CountsPerClass);

        var error = Assert.Throws<DatasetException>(() => folder.WithClasses(["a", "b"]));
        Assert.Contains("'c'", error.Message);
    }
}
