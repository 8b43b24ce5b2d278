using MLResNet.Packaging;

namespace MLResNet.Classification.Tests.Packaging;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlresnet-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_write_that_fails_midway_leaves_the_old_file_and_nothing_else()
    {
        string path = Path.Combine(_folder, "a.bin");
        File.WriteAllText(path, "old");

        Assert.Throws<MLResNetException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("new, half"u8);
            throw new IOException("disk full");
        }));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_write_replaces_the_old_file_and_makes_missing_folders()
    {
        string path = Path.Combine(_folder, "runs", "1", "a.bin");
        AtomicFile.Write(path, stream => stream.Write("old"u8));
        AtomicFile.Write(path, stream => stream.Write("new"u8));

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void A_folder_as_target_is_named_in_the_error()
    {
        var error = Assert.Throws<MLResNetException>(() => AtomicFile.Write(_folder, _ => { }));
        Assert.Contains(_folder, error.Message, StringComparison.Ordinal);
    }
}
