namespace MLResNet.Datasets.Tests.Folders;

public class FindingTests
{
    [Fact]
    public void A_folder_that_is_not_there_is_named() =>
        Assert.Contains("'no/such/folder'", Assert.Throws<DatasetException>(() => ImageFolder.Open("no/such/folder")).Message);

    [Fact]
    public void An_empty_folder_is_an_error_that_says_what_to_do()
    {
        using var disk = new TemporaryFolder();
        Assert.Equal($"The folder '{disk.Path}' holds no images; put them in one sub-folder per class.",
            Assert.Throws<DatasetException>(() => ImageFolder.Open(disk.Path)).Message);
        disk.With("1.jpg", "2.jpg");
        Assert.Equal($"The folder '{disk.Path}' holds 2 files but none in a class; put them in one sub-folder per class.",
            Assert.Throws<DatasetException>(() => ImageFolder.Open(disk.Path)).Message);
    }

    [Fact]
    public void A_single_class_opens_but_does_not_train()
    {
        using var disk = new TemporaryFolder().With("flowers/rose/1.jpg", "flowers/tulip/2.jpg");
        ImageFolder folder = ImageFolder.Open(disk.Path);
        string message = Assert.Throws<DatasetException>(folder.EnsureTrainable).Message;
        Assert.Contains("a single class, 'flowers'", message);
        Assert.Contains($"open '{disk.At("flowers")}'", message);
        ImageFolder.Open(disk.At("flowers")).EnsureTrainable();
    }

    [Fact]
    public void A_part_left_with_a_single_class_does_not_train()
    {
        using var disk = new TemporaryFolder().With("a/1.jpg", "b/2.jpg");
        ImageFolder folder = ImageFolder.Open(disk.Path);
        ImageFolder rest = folder.Without([new UnreadableFile(disk.At("b/2.jpg"), "It is damaged.")]);
        Assert.Throws<DatasetException>(rest.EnsureTrainable);
    }

    [Fact]
    public void A_class_of_one_image_is_a_finding()
    {
        using var disk = new TemporaryFolder().With("a/1.jpg", "b/2.jpg", "b/3.jpg");
        DatasetFinding finding = Assert.Single(ImageFolder.Open(disk.Path).Findings);
        Assert.Equal(DatasetFindingKind.ClassOfOneImage, finding.Kind);
        Assert.Contains("'a'", finding.Message);
        Assert.False(finding.IsFatal);
    }

    [Fact]
    public void Classes_that_differ_by_case_only_are_a_finding()
    {
        using var disk = new TemporaryFolder();
        string manifest = disk.Write("m.csv", "path,label\n1.jpg,Rose\n2.jpg,rose\n3.jpg,rose\n4.jpg,Rose\n");
        DatasetFinding finding = Assert.Single(ImageFolder.Open(manifest).Findings);
        Assert.Equal(DatasetFindingKind.ClassesDifferByCase, finding.Kind);
        Assert.Contains("'Rose', 'rose'", finding.Message);
    }

    [Fact]
    public void An_image_that_stands_in_two_classes_is_found_by_its_content()
    {
        using var disk = new TemporaryFolder().With("a/1.jpg", "b/2.jpg", "b/3.jpg");
        disk.Write("a/same.jpg", "content 1");
        disk.Write("b/other name.jpg", "content 1");
        disk.Write("b/as long.jpg", "content 2");
        disk.Write("b/twice.jpg", "content 2");
        disk.With("a/empty.jpg", "b/empty.jpg");
        disk.Write("a/empty.jpg", "");
        disk.Write("b/empty.jpg", "");
        ImageFolder folder = ImageFolder.Open(disk.Path);

        Assert.Equal(
            [["a/same.jpg", "b/other name.jpg"], ["b/as long.jpg", "b/twice.jpg"]],
            folder.FindDuplicates().Select(group => group.Select(image => disk.Relative(image.Path)).ToArray()));
        DatasetFinding finding = Assert.Single(folder.Check());
        Assert.Equal(DatasetFindingKind.ImageInTwoClasses, finding.Kind);
        Assert.Equal(
            $"The same image stands in two classes: '{disk.At("a/same.jpg")}' in 'a', '{disk.At("b/other name.jpg")}' in 'b'.",
            finding.Message);
    }

    [Fact]
    public void A_path_that_a_manifest_lists_twice_is_a_finding()
    {
        using var disk = new TemporaryFolder();
        string manifest = disk.Write("m.csv", "path,label\n1.jpg,a\n2.jpg,a\n3.jpg,b\n1.jpg,b\n2.jpg,a\n");
        Assert.Equal(
            [DatasetFindingKind.ImageInTwoClasses, DatasetFindingKind.ImageListedTwice],
            ImageFolder.Open(manifest).Findings.Select(f => f.Kind));
    }

    [Fact]
    public void An_image_that_is_both_trained_on_and_held_out_is_found_by_its_content()
    {
        using var disk = new TemporaryFolder();
        disk.Write("train/a/1.jpg", "one");
        disk.Write("train/b/2.jpg", "other");
        disk.Write("train/b/same here.jpg", "other"); // twice in one part is no leak
        disk.Write("test/a/3.jpg", "one");
        disk.Write("test/b/4.jpg", "two");
        ImageFolder folder = ImageFolder.Open(disk.Path);

        DatasetFinding finding = Assert.Single(folder.Check());
        Assert.Equal(DatasetFindingKind.ImageInTwoParts, finding.Kind);
        Assert.Contains($"'{disk.At("train/a/1.jpg")}' and '{disk.At("test/a/3.jpg")}'", finding.Message);
        Assert.Equal([finding], folder.Test!.CheckHeldOut(folder.Train!));
        Assert.Empty(folder.Train!.CheckHeldOut(folder.Train!));
    }

    [Theory]
    [InlineData(9, 0)]
    [InlineData(20, 1)]
    public void A_class_with_ten_times_the_images_of_another_is_a_finding(int images, int findings)
    {
        using var disk = new TemporaryFolder().With("b/1.jpg", "b/2.jpg");
        disk.With([.. Enumerable.Range(0, images).Select(i => $"a/{i}.jpg")]);

        DatasetFinding[] found = [.. ImageFolder.Open(disk.Path).Findings];

        Assert.Equal(Enumerable.Repeat(DatasetFindingKind.UnbalancedClasses, findings), found.Select(finding => finding.Kind));
        Assert.All(found, finding => Assert.Contains("'a' has 20 images and 'b' 2", finding.Message));
    }
}
