using MLResNet.Backbones;
using MLResNet.Backbones.Importing;
using MLResNet.Classification.Tests.Backbones.Importing;
using MLResNet.Engine.Networks;
using MLResNet.Formats;
using MLResNet.Imaging;

namespace MLResNet.Classification.Tests.Backbones;

public sealed class BackboneStoreTests : IDisposable
{
    private readonly TemporaryStore _temporary = new();

    private BackboneStore Store => _temporary.Store;

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_backbone_in_the_store_opens_with_its_weights_whatever_the_case_of_its_id()
    {
        NetworkParameters parameters = _temporary.Put("resnet50v2");

        PretrainedBackbone backbone = Store.Open("ResNet50V2");

        Assert.Equal("resnet50v2", backbone.Id);
        Assert.Equal(TemporaryStore.ThinSpec, backbone.Spec);
        Assert.Equal(32, backbone.Preprocessing.Size);
        Assert.All(parameters, parameter => Assert.Equal(parameter.Values, backbone.Parameters[parameter.Name].Values));
        Assert.True(Store.Contains("resnet50v2"));
        Assert.Contains("resnet50v2", Store.Ids);
    }

    [Fact]
    public void The_best_is_the_one_of_the_highest_published_accuracy()
    {
        foreach (string id in (string[])["resnet18", "resnet50.tv2", "resnet50v2", "mine"])
            _temporary.Put(id);

        Assert.Equal("resnet50.tv2", Store.OpenBest().Id);
        Assert.Equal("resnet50.tv2", Backbone.BestAvailable.Open(Store).Id);
    }

    [Fact]
    public void A_known_backbone_that_is_missing_is_one_sentence_on_where_to_get_it_and_where_to_put_it()
    {
        var error = Assert.Throws<MLResNetException>(() => Store.Open("resnet50.tv2"));

        Assert.Contains("https://download.pytorch.org/models/resnet50-11ad3fa6.pth", error.Message, StringComparison.Ordinal);
        Assert.Contains("mlresnet backbones download resnet50.tv2", error.Message, StringComparison.Ordinal);
        Assert.Contains(Store.Folder, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_id_is_answered_with_similar_ones()
    {
        _temporary.Put("flowers-net");

        Assert.Contains("resnet50v2", Assert.Throws<MLResNetException>(() => Store.Open("resnet50_v2")).Message, StringComparison.Ordinal);
        Assert.Contains("flowers-net", Assert.Throws<MLResNetException>(() => Store.Open("flower-net")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../resnet50v2")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("C:resnet")]
    public void An_id_cannot_lead_out_of_the_folder(string id)
    {
        Assert.False(Store.Contains(id));
        Assert.Throws<MLResNetException>(() => Store.Open(id));
    }

    [Fact]
    public void The_content_hash_changes_with_weights_and_preprocessing_and_not_with_the_id()
    {
        _temporary.Put("one", seed: 1);
        _temporary.Put("same", seed: 1);
        _temporary.Put("other", seed: 2);

        Assert.Equal(Store.Open("one").ContentHash, Store.Open("same").ContentHash);
        Assert.NotEqual(Store.Open("one").ContentHash, Store.Open("other").ContentHash);
        Assert.Matches("^[0-9a-f]{64}$", Store.Open("one").ContentHash);
    }

    [Fact]
    public void A_package_anywhere_opens_as_a_backbone()
    {
        _temporary.Put("resnet18");
        string copy = Path.Combine(Store.Folder, "flowers.mlresnet");
        File.Copy(Store.PathOf("resnet18"), copy);

        Assert.Equal("resnet18", Backbone.FromFile(copy).Open().Id);
        Assert.Throws<MLResNetException>(() => Backbone.FromFile(copy + "x").Open());
    }

    [Fact]
    public void A_text_converts_to_the_backbone_of_that_id()
    {
        _temporary.Put("resnet18");

        Backbone backbone = "resnet18";

        Assert.Equal(Backbone.FromId("resnet18"), backbone);
        Assert.Equal("resnet18", backbone.Open(Store).Id);
    }

    [Fact]
    public void A_model_of_the_user_s_own_comes_in_under_an_id_of_its_own()
    {
        NetworkParameters parameters = _temporary.Put("resnet18");
        string path = Path.Combine(Store.Folder, "photos");
        File.Move(Store.PathOf("resnet18"), path);
        var narrow = new ImagePreprocessing { Size = 20, ResizeShortSide = 25, ChannelOrder = ChannelOrder.Bgr };
        var options = new BackboneImportOptions { Size = 20, ResizeShortSide = 25, ChannelOrder = ChannelOrder.Bgr, License = "MIT" };

        Store.Import(path, "Photos-2", options);
        PretrainedBackbone backbone = Store.Open("photos-2");

        Assert.Equal(("photos-2", "MIT", narrow), (backbone.Id, backbone.Provenance.License, backbone.Preprocessing));
        Assert.Equal(parameters["fc.weight"].Values, backbone.Parameters["fc.weight"].Values);
        Assert.True(File.Exists(path));
        Assert.Throws<MLResNetException>(() => Store.Import(path, "photos-2"));
        Store.Import(path, "photos-2", new BackboneImportOptions { Replace = true });
        Assert.Null(Store.Open("photos-2").Provenance.License);
    }

    [Theory]
    [InlineData("resnet50v2")]
    [InlineData("bundled")]
    [InlineData("../x")]
    [InlineData("")]
    [InlineData("7")]
    public void Ids_that_are_taken_or_no_file_names_are_refused_for_networks_of_the_user_s_own(string id) =>
        Assert.Throws<MLResNetException>(() => Store.Import("any", id));

    [Theory]
    [InlineData("torchvision-bottleneck.pth", "torchvision")]
    [InlineData("timm-resnetv2.safetensors", "timm")]
    [InlineData("keras-v2-notop.h5", "keras")]
    public void Weights_of_the_user_s_own_come_in_by_their_names_and_shapes(string file, string id)
    {
        string path = OriginFixtures.PathOf(file);
        (ResNetSpec spec, WeightNames names) = OriginFixtures.Network(file);

        Store.Import(path, id);
        PretrainedBackbone backbone = Store.Open(id);

        using WeightFile weights = WeightFile.Open(path);
        NetworkParameters expected = WeightImporter.Import(weights, spec, names);
        Assert.Equal(spec with { Id = id }, backbone.Spec);
        Assert.Equal(WeightsHash.Of(expected), backbone.Provenance.WeightsHash);
        Assert.All(expected, parameter => Assert.Equal(parameter.Values, backbone.Parameters[parameter.Name].Values));
        Assert.Equal(file, backbone.Provenance.Source);
    }

    [Fact]
    public void What_is_given_for_a_network_of_the_user_s_own_is_checked_and_a_file_of_something_else_refused()
    {
        string path = Path.Combine(Store.Folder, "text");
        File.WriteAllText(path, "<html>sign in</html>");
        string weights = OriginFixtures.PathOf("torchvision-basic.pth");

        Assert.Contains("web page", Assert.Throws<ModelFormatException>(() => Store.Import(path, "text")).Message, StringComparison.Ordinal);
        Assert.Contains("Size", Refusal(new() { Size = 0 }), StringComparison.Ordinal);
        Assert.Contains("ResizeShortSide", Refusal(new() { ResizeShortSide = 10 }), StringComparison.Ordinal);
        Assert.Contains("Std", Refusal(new() { Std = [1, 1, 0] }), StringComparison.Ordinal);
        Assert.Empty(Store.Verify());

        string Refusal(BackboneImportOptions options) => Assert.Throws<MLResNetException>(() => Store.Import(weights, "w", options)).Message;
    }
}
