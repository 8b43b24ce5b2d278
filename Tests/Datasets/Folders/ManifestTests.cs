namespace MLResNet.Datasets.Tests.Folders;

public class ManifestTests
{
    [Theory]
    [InlineData("m.csv", "path,label\nx/1.jpg,rose\n2.jpg,tulip\n")]
    [InlineData("m.csv", "\uFEFFid,Image_Path,CLASS\r\n7,x/1.jpg,rose\r\n8,2.jpg,tulip")]
    [InlineData("m.csv", "\"label\",\"filename\"\n\"rose\",\"x/1.jpg\"\n\n\"tulip\",\"2.jpg\"\n")]
    [InlineData("m.csv", "path;label\nx/1.jpg;rose\n2.jpg;tulip\n")]
    [InlineData("m.TSV", "file\tcategory\nx/1.jpg\trose\n2.jpg\ttulip\n")]
    [InlineData("m.jsonl", "{\"image\":\"x/1.jpg\",\"label\":\"rose\"}\n\n{\"label\":[\"tulip\"],\"image\":\"2.jpg\",\"w\":3}\n")]
    [InlineData("m.csv", "path,label\nx\\1.jpg,rose\n2.jpg,tulip\n")]
    public void Paths_and_labels_are_read(string name, string content)
    {
        using var disk = new TemporaryFolder().With("data/x/1.jpg", "data/2.jpg");
        ImageFolder folder = ImageFolder.Open(disk.Write("data/" + name, content));
        Assert.Equal(["rose: data/x/1.jpg", "tulip: data/2.jpg"], disk.Describe(folder));
        Assert.All(folder, image => Assert.True(File.Exists(image.Path)));
    }

    [Fact]
    public void Quoted_fields_hold_separators_quotes_and_line_breaks()
    {
        using var disk = new TemporaryFolder();
        string manifest = disk.Write("m.csv", "path,label\n\"a, \"\"b\"\".jpg\",\"two\nlines\"\nc\"d.jpg,plain\n");
        ImageFolder folder = ImageFolder.Open(manifest);
        Assert.Equal(["two\nlines: a, \"b\".jpg", "plain: c\"d.jpg"], disk.Describe(folder));
    }

    [Fact]
    public void Several_labels_are_separated_by_a_bar()
    {
        using var disk = new TemporaryFolder();
        ImageFolder folder = ImageFolder.Open(disk.Write("m.csv", "path,labels\n1.jpg,red| round |red\n2.jpg,round\n"));
        Assert.True(folder.IsMultiLabel);
        Assert.Equal(["red|round: 1.jpg", "round: 2.jpg"], disk.Describe(folder));
        Assert.Equal([1, 2], folder.CountsPerClass);
    }

    [Fact]
    public void Where_an_image_has_several_labels_or_may_have_others_may_have_none()
    {
        using var disk = new TemporaryFolder();
        ImageFolder several = ImageFolder.Open(disk.Write("m.csv", "path,labels,split\n1.jpg,,train\n2.jpg,a|b,val\n3.jpg,b,train\n"));
        Assert.Equal([": 1.jpg", "a|b: 2.jpg", "b: 3.jpg"], disk.Describe(several));
        Assert.Equal(-1, several[0].LabelIndex);
        Assert.True(several.Train!.IsMultiLabel); // as the whole, though none of its images has two

        string manifest = disk.Write("n.jsonl", "{\"path\":\"1.jpg\",\"label\":[]}\n{\"path\":\"2.jpg\",\"label\":\"a\"}\n");
        Assert.Contains("line 1", Assert.Throws<DatasetException>(() => ImageFolder.Open(manifest)).Message);
        ImageFolder allowed = ImageFolder.Open(manifest, new ImageFolderOptions { MultiLabel = true });
        Assert.Equal([": 1.jpg", "a: 2.jpg"], disk.Describe(allowed));
        allowed.EnsureTrainable(); // one label is enough where an image lacks it
    }

    [Fact]
    public void A_label_that_every_image_has_or_none_teaches_nothing()
    {
        using var disk = new TemporaryFolder();
        ImageFolder folder = ImageFolder.Open(disk.Write("m.csv", "path,labels\n1.jpg,a|b\n2.jpg,b|a\n1.jpg,a\n"));
        Assert.Contains(folder.Findings, finding => finding.Message.Contains("different labels: 'a|b' and 'a'", StringComparison.Ordinal));
        ImageFolder alike = ImageFolder.Open(disk.Write("n.csv", "path,labels\n1.jpg,a|b\n2.jpg,b|a\n"));
        Assert.Contains("nothing to tell apart", Assert.Throws<DatasetException>(alike.EnsureTrainable).Message);
        folder.EnsureTrainable(); // the last row lacks 'b'
    }

    [Fact]
    public void A_split_column_makes_the_parts()
    {
        using var disk = new TemporaryFolder();
        string manifest = disk.Write("m.csv", "path,label,split\n1.jpg,a,train\n2.jpg,b,Train\n3.jpg,a,val\n4.jpg,b,test\n");
        ImageFolder folder = ImageFolder.Open(manifest);
        Assert.Equal(["a: 1.jpg", "b: 2.jpg"], disk.Describe(folder.Train!));
        Assert.Equal(["a: 3.jpg"], disk.Describe(folder.Validation!));
        Assert.Equal(["b: 4.jpg"], disk.Describe(folder.Test!));
    }

    [Fact]
    public void Options_name_the_columns()
    {
        using var disk = new TemporaryFolder();
        string manifest = disk.Write("m.csv", "path,label,Photo,kind\nwrong,wrong,1.jpg,a\n");
        var options = new ImageFolderOptions { PathColumn = "photo", LabelColumn = "Kind" };
        Assert.Equal(["a: 1.jpg"], disk.Describe(ImageFolder.Open(manifest, options)));
    }

    [Theory]
    [InlineData("m.csv", "path,label\n1.jpg,a\n2.jpg\n", "line 3")]
    [InlineData("m.csv", "path,label\n\"1\n.jpg\",a\n2.jpg,b,c\n", "line 4")]
    [InlineData("m.csv", "path,label\n1.jpg,a\n2.jpg, | \n", "line 3")]
    [InlineData("m.csv", "path,label\n\n,a\n", "line 3")]
    [InlineData("m.csv", "path,label\n1.jpg,a\n\"2.jpg\"x,a\n", "line 3")]
    [InlineData("m.csv", "path,label\n1.jpg,a\n\"2.jpg,a\n3.jpg,b\n", "line 3")]
    [InlineData("m.csv", "path,label,split\n1.jpg,a,maybe\n", "line 2")]
    [InlineData("m.csv", "a,b\n1.jpg,a\n", "PathColumn")]
    [InlineData("m.csv", "path,b\n1.jpg,a\n", "LabelColumn")]
    [InlineData("m.csv", "path,label\n", "no images")]
    [InlineData("m.csv", "", "no images")]
    [InlineData("m.jsonl", "{\"path\":\"1.jpg\",\"label\":\"a\"}\n{\"path\":\n", "line 2")]
    [InlineData("m.jsonl", "[1]\n", "line 1")]
    [InlineData("m.jsonl", "{\"path\":\"1.jpg\"}\n", "line 1")]
    [InlineData("m.jsonl", "{\"path\":\"\\ud800\",\"label\":\"a\"}\n", "line 1")]
    [InlineData("m.txt", "path,label\n1.jpg,a\n", ".jsonl")]
    public void A_bad_manifest_is_an_error_that_names_the_place(string name, string content, string place)
    {
        using var disk = new TemporaryFolder();
        string manifest = disk.Write(name, content);
        string message = Assert.Throws<DatasetException>(() => ImageFolder.Open(manifest)).Message;
        Assert.Contains(place, message);
        Assert.Contains($"'{manifest}'", message);
    }

    [Fact]
    public void A_manifest_in_another_encoding_is_an_error()
    {
        using var disk = new TemporaryFolder();
        string manifest = disk.Write("m.csv", [.. "path,label\n"u8, 0xE4, .. ".jpg,a\n"u8]);
        Assert.Contains("UTF-8", Assert.Throws<DatasetException>(() => ImageFolder.Open(manifest)).Message);
    }
}
