using MLResNet.Backbones;
using MLResNet.Backbones.Importing;
using MLResNet.Engine.Networks;
using MLResNet.Imaging;

namespace MLResNet.Classification.Tests.Backbones;

public sealed class BackboneCatalogTests
{
    public static TheoryData<string> Ids => [.. BackboneCatalog.Entries.Select(entry => entry.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_entry_is_complete(string id)
    {
        Assert.True(BackboneCatalog.TryGet(id.ToUpperInvariant(), out BackboneEntry? entry));
        entry.Spec.Validate();
        entry.Preprocessing.Validate();
        Assert.Matches("^[a-z0-9.-]+$", entry.Id);
        Assert.Equal(Uri.UriSchemeHttps, entry.Address.Scheme);
        Assert.InRange(entry.ImageNetAccuracy, 0.65, 0.85);
        Assert.Matches("^[0-9a-f]{8}([0-9a-f]{56})?$", entry.Sha256 ?? "00000000");
        Assert.Matches("^[0-9a-f]{32}$", entry.Md5 ?? new string('0', 32));
    }

    [Fact]
    public void No_two_entries_have_a_file_name_or_an_address_in_common()
    {
        Assert.Distinct(BackboneCatalog.Entries.Select(entry => entry.FileName), StringComparer.OrdinalIgnoreCase);
        Assert.Distinct(BackboneCatalog.Entries.Select(entry => entry.Address));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_parameter_of_an_entry_has_a_name_of_its_own_in_the_file(string id)
    {
        Assert.True(BackboneCatalog.TryGet(id, out BackboneEntry? entry));
        WeightNames names = OriginNames.Of(entry);
        Assert.Distinct(NetworkParameters.Describe(entry.Spec)
            .SelectMany(parameter => names.Find(parameter, entry.Spec).Tensors).Select(source => source.Name));
    }

    [Fact]
    public void The_ids_of_the_design_are_there()
    {
        string[] ids = ["resnet18", "resnet50v1", "resnet50v2", "resnet101v2", "resnet50v2.keras", "resnet50.tv1", "resnet50.tv2"];
        Assert.All(ids, id => Assert.True(BackboneCatalog.TryGet(id, out _), id));
    }

    [Fact]
    public void Gluon_s_second_version_has_a_batch_norm_on_the_pixels_and_Keras_s_has_biases()
    {
        Assert.True(BackboneCatalog.TryGet("resnet50v2", out BackboneEntry? gluon));
        Assert.True(BackboneCatalog.TryGet("resnet50v2.keras", out BackboneEntry? keras));

        Assert.Equal(ResNetFamily.Get("resnet50v2") with { DataNorm = true }, gluon.Spec);
        Assert.True(keras.Spec is { ConvolutionBias: true, StrideAt: StridePlacement.StageEnd, StemNorm: false });
    }

    [Fact]
    public void Keras_s_first_version_takes_blue_green_red_from_0_to_255_without_the_mean()
    {
        Assert.True(BackboneCatalog.TryGet("resnet50v1.keras", out BackboneEntry? keras));
        var pixel = new RgbImage(1, 1);
        (pixel.Pixels[0], pixel.Pixels[1], pixel.Pixels[2]) = (10, 20, 30);

        float[] input = (keras.Preprocessing with { Size = 1, ResizeShortSide = 1 }).Apply(pixel);

        Assert.Equal([30 - 103.939, 20 - 116.779, 10 - 123.68], input.Select(value => (double)value), (a, b) => Math.Abs(a - b) < 1e-3);
    }

    [Fact]
    public void Keras_s_second_version_takes_minus_1_to_1()
    {
        Assert.True(BackboneCatalog.TryGet("resnet50v2.keras", out BackboneEntry? keras));
        var pixel = new RgbImage(1, 1);
        (pixel.Pixels[0], pixel.Pixels[1], pixel.Pixels[2]) = (0, 255, 51);

        float[] input = (keras.Preprocessing with { Size = 1, ResizeShortSide = 1 }).Apply(pixel);

        Assert.Equal([-1, 1, -0.6], input.Select(value => (double)value), (a, b) => Math.Abs(a - b) < 1e-6);
    }
}
