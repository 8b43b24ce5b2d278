using System.Text;
using MLResNet.Backbones;
using MLResNet.Backbones.Downloading;
using MLResNet.Classification.Tests.Backbones.Downloading;
using MLResNet.Engine.Networks;

namespace MLResNet.Classification.Tests.Backbones;

public sealed class BackboneDownloadTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlresnet-store-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_downloaded_backbone_is_in_the_store_as_a_package_and_the_original_is_not()
    {
        using var server = new FileServer(PublishedBackbones.File);
        BackboneStore store = PublishedBackbones.Store(_folder, server.Address);

        PretrainedBackbone backbone = await store.DownloadAsync("Thin.Pub");

        AssertIsThin(backbone);
        AssertIsThin(store.Open("thin.pub"));
        Assert.Equal(["thin.pub.mlresnet"], VisibleFiles());
        Assert.DoesNotContain(Directory.GetFiles(_folder), path => path.Contains(".part", StringComparison.Ordinal));
        Assert.Equal("MIT", backbone.Provenance.License);
        Assert.Equal(PublishedBackbones.Thin.Address.AbsoluteUri, backbone.Provenance.Source);
        Assert.StartsWith(PublishedBackbones.Thin.Sha256!, backbone.Provenance.SourceHash, StringComparison.Ordinal);
        Assert.Equal("/thin-1.safetensors", Assert.Single(server.Requests).Path);
    }

    [Fact]
    public async Task What_is_in_the_store_is_not_downloaded()
    {
        using var server = new FileServer(PublishedBackbones.File);
        BackboneStore store = PublishedBackbones.Store(_folder, server.Address);
        await store.DownloadAsync("thin.pub");

        await store.DownloadAsync("thin.pub");

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Of_many_who_ask_at_once_one_downloads()
    {
        using var server = new FileServer(PublishedBackbones.File, async request =>
        {
            await Task.Delay(300);
            await FileServer.Behave(request);
        });
        var waiting = new List<DownloadStage>();
        var progress = new Recorder(waiting);

        PretrainedBackbone[] all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            Task.Run(() => PublishedBackbones.Store(_folder, server.Address).DownloadAsync("thin.pub", progress))));

        Assert.Single(server.Requests);
        Assert.All(all, AssertIsThin);
        Assert.Equal(3, waiting.Count(stage => stage == DownloadStage.Waiting));
    }

    [Fact]
    public async Task A_file_without_a_published_checksum_is_pinned_when_first_seen()
    {
        using var server = new FileServer(PublishedBackbones.File);
        BackboneStore store = PublishedBackbones.Store(_folder, server.Address);
        AssertIsThin(await store.DownloadAsync("thin.raw"));
        Assert.Equal(["thin-2.safetensors.sha256", "thin.raw.mlresnet"], VisibleFiles());

        File.Delete(store.PathOf("thin.raw"));
        AssertIsThin(await store.DownloadAsync("thin.raw"));
        File.Delete(store.PathOf("thin.raw"));
        server.File = [.. PublishedBackbones.File[..^2], 0xC0, 0x7F];
        server.Tag = "\"2\"";

        var error = await Assert.ThrowsAsync<MLResNetException>(() => store.DownloadAsync("thin.raw"));
        string pin = Path.Combine(_folder, "thin-2.safetensors.sha256");
        Assert.Contains($"delete {pin} to accept this one", error.Message, StringComparison.Ordinal);

        File.Delete(pin);
        await Assert.ThrowsAsync<ModelFormatException>(() => store.DownloadAsync("thin.raw")); // its last value is not a number any more
    }

    [Fact]
    public async Task A_file_that_holds_another_network_is_refused_and_leaves_no_package()
    {
        using var server = new FileServer(Encoding.ASCII.GetBytes(new string('x', 1000)));
        BackboneStore store = PublishedBackbones.Store(_folder, server.Address);

        await Assert.ThrowsAsync<ModelFormatException>(() => store.DownloadAsync("thin.raw"));

        Assert.False(store.Contains("thin.raw"));
        Assert.Empty(VisibleFiles());
    }

    [Fact]
    public async Task Where_there_is_no_connection_the_error_says_where_the_file_could_be_put()
    {
        BackboneStore store = PublishedBackbones.Store(_folder, new Uri("http://127.0.0.1:9/"));

        var error = await Assert.ThrowsAsync<MLResNetException>(() => store.DownloadAsync("thin.pub"));
        Assert.EndsWith($"or fetch it in another way and put it into {_folder}.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_published_file_that_is_put_into_the_folder_is_there()
    {
        BackboneStore store = PublishedBackbones.Store(_folder);
        Assert.Throws<MLResNetException>(() => store.OpenBest());
        File.WriteAllBytes(Path.Combine(_folder, "thin-1.safetensors"), PublishedBackbones.File);

        Assert.True(store.Contains("thin.pub"));
        Assert.Equal(["thin.pub"], store.Ids);
        AssertIsThin(store.OpenBest());
        Assert.Equal(["thin-1.safetensors", "thin.pub.mlresnet"], VisibleFiles());
    }

    [Fact]
    public void A_wrong_file_that_is_put_into_the_folder_is_refused_by_its_name()
    {
        BackboneStore store = PublishedBackbones.Store(_folder);
        string path = Path.Combine(_folder, "thin-1.safetensors");
        File.WriteAllBytes(path, [.. PublishedBackbones.File[..^1], 1]);

        Assert.StartsWith($"{path} is not the published file of thin.pub", Refusal(), StringComparison.Ordinal);
        File.WriteAllText(path, "version https://git-lfs.github.com/spec/v1\noid sha256:0\n");
        Assert.StartsWith($"{path} is a Git LFS pointer", Refusal(), StringComparison.Ordinal);

        string Refusal() => Assert.ThrowsAny<MLResNetException>(() => store.Open("thin.pub")).Message;
    }

    [Fact]
    public void A_mirror_is_a_flat_folder_of_the_files()
    {
        BackboneEntry entry = PublishedBackbones.Thin;

        Assert.Equal(entry.Address, Mirror.AddressOf(entry, null));
        Assert.Equal("https://m.example/a/thin-1.safetensors", Mirror.AddressOf(entry, "https://m.example/a").AbsoluteUri);
        Assert.Equal("http://m.example/thin-1.safetensors", Mirror.AddressOf(entry, " http://m.example/ ").AbsoluteUri);
        Assert.Contains(
            "MLRESNET_MIRROR", Assert.Throws<MLResNetException>(() => Mirror.AddressOf(entry, "/mnt/weights")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Verification_finds_what_is_wrong_with_a_package()
    {
        BackboneStore store = PublishedBackbones.Store(_folder);
        File.WriteAllBytes(Path.Combine(_folder, "thin-1.safetensors"), PublishedBackbones.File);
        store.Open("thin.pub");
        byte[] package = File.ReadAllBytes(store.PathOf("thin.pub"));
        File.WriteAllBytes(store.PathOf("cut"), package[..^100]);
        File.WriteAllBytes(store.PathOf("renamed"), package);

        Dictionary<string, string?> problems = store.Verify().ToDictionary(check => check.Id, check => check.Problem);

        Assert.Equal(["cut", "renamed", "thin.pub"], problems.Keys);
        Assert.Null(problems["thin.pub"]);
        Assert.Contains("cut.mlresnet is", problems["cut"], StringComparison.Ordinal);
        Assert.Contains("holds thin.pub", problems["renamed"], StringComparison.Ordinal);
    }

    private static void AssertIsThin(PretrainedBackbone backbone)
    {
        Assert.StartsWith("thin.", backbone.Id, StringComparison.Ordinal);
        foreach (Parameter parameter in PublishedBackbones.Parameters)
            Assert.Equal(parameter.Values, backbone.Parameters[parameter.Name].Values);
    }

    /// <summary>Names of the files that do not begin with a dot.</summary>
    private string[] VisibleFiles() =>
        [.. Directory.GetFiles(_folder).Select(path => Path.GetFileName(path)).Where(name => name[0] != '.').Order(StringComparer.Ordinal)];

    private sealed class Recorder(List<DownloadStage> stages) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value)
        {
            lock (stages)
                stages.Add(value.Stage);
        }
    }
}
