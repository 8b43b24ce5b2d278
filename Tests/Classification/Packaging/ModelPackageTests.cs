using System.Text;
using MLResNet.Engine.Networks;
using MLResNet.Formats;
using MLResNet.Formats.Safetensors;
using MLResNet.Imaging;
using MLResNet.Metrics;
using MLResNet.Packaging;

namespace MLResNet.Classification.Tests.Packaging;

public sealed class ModelPackageTests
{
    private static readonly ResNetSpec Tiny = new()
    {
        Id = "tiny",
        Block = BlockKind.Basic,
        Depths = [1, 1],
        Widths = [4, 8],
        StemKernel = 3,
        StemWidth = 4,
        Classes = 2,
        DefaultSize = 16,
    };

    internal static readonly ModelPackage Package = new(
        new ModelManifest
        {
            Spec = Tiny,
            Preprocessing = new() { Size = 16, ResizeShortSide = 18, Mean = [0.5f, 0, 0.1f] },
            Labels = ["Tür", "<b>\"窓\"</b>"],
            Temperature = 1.75,
            Provenance = new ModelProvenance(
                "MLResNet 0.1.0", "Scratch", 7, new TrainingData(20, 4, [12, 8], "00ff"),
                new TrainingSettings(16, 2, 8, "AdamW", 0.01, 5e-4, 0.1, 0.99, Augmentation.Standard), 2,
                [new EpochMetrics(1, 0.01, 0.9, 0.4), new EpochMetrics(2, 0.001, 0.3, 0.75, 0.25, 0.875)]),
            Validation = new ModelMetrics(4, 0.75, 0.733, 0.25),
        },
        NetworkParameters.Initialize(Tiny, seed: 3));

    [Fact]
    public void A_package_comes_back_as_it_was_written()
    {
        byte[] bytes = Write(Package);
        ModelPackage read = ModelPackage.Read(bytes, "a.mlresnet");

        Assert.Equal(Package.Manifest.Spec, read.Manifest.Spec);
        Assert.Equal(Package.Manifest.Preprocessing, read.Manifest.Preprocessing);
        Assert.Equal(Package.Manifest.Labels, read.Manifest.Labels);
        Assert.Equal(1.75, read.Manifest.Temperature);
        Assert.Equal(Package.Manifest.Validation, read.Manifest.Validation);
        Assert.Equal(Package.Manifest.Provenance!.History, read.Manifest.Provenance!.History);
        Assert.Equal(Package.Manifest.Provenance.Settings, read.Manifest.Provenance.Settings);
        foreach (var (expected, actual) in Package.Parameters.Zip(read.Parameters))
        {
            Assert.Equal(expected.Name, actual.Name);
            Assert.Equal(expected.Values, actual.Values);
        }
        Assert.Equal(bytes, Write(read));
    }

    [Fact]
    public void Thresholds_travel_in_a_version_of_their_own_which_earlier_readers_refuse_by_name()
    {
        ModelPackage several = Package with { Manifest = Package.Manifest with { Thresholds = [0.25f, 1 / 3f] } };
        ModelManifest read = ModelPackage.Read(Write(several), "a.mlresnet").Manifest;

        Assert.Equal([0.25f, 1 / 3f], read.Thresholds);
        Assert.Equal((3, 3), (several.Manifest.FormatVersion, read.FormatVersion));
        Assert.Contains("\"version\": 3", Encoding.UTF8.GetString(ManifestFile.Write(several.Manifest)), StringComparison.Ordinal);
    }

    [Fact]
    public void Mirror_images_travel_in_version_4()
    {
        ModelPackage mirrored = Package with { Manifest = Package.Manifest with { MirrorImages = true } };
        ModelManifest read = ModelPackage.Read(Write(mirrored), "a.mlresnet").Manifest;

        Assert.True(read.MirrorImages);
        Assert.Equal((4, 4), (mirrored.Manifest.FormatVersion, read.FormatVersion));
    }

    [Fact]
    public void A_package_of_single_labels_is_written_as_version_2_and_says_nothing_of_several()
    {
        string manifest = Encoding.UTF8.GetString(ManifestFile.Write(Package.Manifest));

        Assert.Equal(2, Package.Manifest.FormatVersion);
        Assert.Contains("\"version\": 2", manifest, StringComparison.Ordinal);
        Assert.DoesNotContain("threshold", manifest, StringComparison.Ordinal);
        Assert.DoesNotContain("mean_average_precision", manifest, StringComparison.Ordinal);
        Assert.DoesNotContain("multi", manifest, StringComparison.Ordinal);
        Assert.DoesNotContain("mirror", manifest, StringComparison.Ordinal);
    }

    [Fact]
    public void Truncated_and_changed_packages_are_refused_with_one_sentence_that_names_them()
    {
        byte[] bytes = Write(Package);
        for (int i = 0; i < bytes.Length; i += i < 4096 ? 1 : 13)
        {
            Refused(() => ModelPackage.Read(bytes.AsMemory(0, i), "a.mlresnet"));
            bytes[i] ^= 0x10;
            Refused(() => ModelPackage.Read(bytes, "a.mlresnet"));
            bytes[i] ^= 0x10;
        }
    }

    [Theory]
    [InlineData("\"version\": 2", "\"version\": 5", "has format version 5, and this version of MLResNet reads versions up to 4")]
    [InlineData("\"version\": 2", "\"version\": 3, \"mirror_images\": true", "has mirror images, which format version 3 has not")]
    [InlineData("\"version\": 2", "\"version\": 2, \"thresholds\": [0.5, 0.5]", "has thresholds, which format version 2 has not")]
    [InlineData("\"version\": 2", "\"version\": 3, \"thresholds\": [0.5]", "has 1 thresholds for 2 labels")]
    [InlineData("\"version\": 2", "\"version\": 3, \"thresholds\": [0.5, 1.01]", "has a threshold that is not 0 to 1")]
    [InlineData("\"version\": 2", "\"version\": 3, \"thresholds\": [0.5, -1e-9]", "has a threshold that is not 0 to 1")]
    [InlineData("\"version\": 2", "\"version\": 3, \"thresholds\": [0.5, null]", "cannot be used")]
    [InlineData("\"version\": 2", "\"version\": 0", "is not a model package")]
    [InlineData("\"version\": 2", "\"version\": 2, \"version\": 2", "cannot be used")]
    [InlineData("\"temperature\": 1.75", "\"temperature\": 0", "has the temperature 0; it has to be above 0")]
    [InlineData("\"temperature\": 1.75", "\"temperature\": -1.5", "has the temperature -1.5")]
    [InlineData("\"temperature\": 1.75", "\"temperature\": 1e999", "temperature")]
    [InlineData("\"temperature\": 1.75", "\"temperature\": null", "cannot be used")]
    [InlineData("\"format\": \"mlresnet\"", "\"format\": \"zoo\"", "is not a model package")]
    [InlineData("\"Tür\"", "\"Tür\", \"Tor\"", "names 3 labels for 2 outputs")]
    [InlineData("\"Tür\"", "null", "empty label")]
    [InlineData("\"<b>\\\"窓\\\"</b>\"", "\"Tür\"", "stands twice")]
    [InlineData("\"groups\": 1", "\"groups\": 1, \"dilation\": 2", "dilation")]
    [InlineData("\"groups\": 1", "\"groups\": 0", "Groups")]
    [InlineData("\"groups\": 1", "\"groups\": \"one\"", "cannot be used")]
    [InlineData("\"stem_width\": 4", "\"stem_width\": 5", "has the shape [4, 3, 3, 3]")]
    [InlineData("\"id\": \"tiny\",", "", "'id'")]
    [InlineData("\"labels\": [", "\"labels\": [{},", "cannot be used")]
    [InlineData("{", "[", "cannot be used")]
    public void A_manifest_that_cannot_be_right_is_refused_with_the_reason(string part, string replacement, string reason)
    {
        string manifest = Encoding.UTF8.GetString(ManifestFile.Write(Package.Manifest));
        int position = manifest.IndexOf(part, StringComparison.Ordinal);
        Assert.True(position >= 0, manifest);
        manifest = manifest.Remove(position, part.Length).Insert(position, replacement);

        byte[] whole = Write(Package);
        StoredZipSection weights = StoredZip.Check(ByteSource.Of(whole), "")[1];
        string message = Refused(() => ModelPackage.Read(Zip(
            ("manifest.json", Encoding.UTF8.GetBytes(manifest)),
            ("weights.safetensors", whole[weights.Offset..(weights.Offset + weights.Length)])), "a.mlresnet"));
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Members_that_a_later_version_adds_to_inform_are_passed_over()
    {
        string manifest = Encoding.UTF8.GetString(ManifestFile.Write(Package.Manifest))
            .Replace("\"seed\": 7", "\"seed\": 7, \"backbone\": {\"id\": \"resnet50\"}", StringComparison.Ordinal);

        Assert.Equal(7, ManifestFile.Read(Encoding.UTF8.GetBytes(manifest), "a.mlresnet").Provenance!.Seed);
    }

    [Fact]
    public void Missing_surplus_and_misshapen_tensors_are_named()
    {
        byte[] manifest = ManifestFile.Write(Package.Manifest);
        var tensors = Package.Parameters
            .Select(p => (p.Name, Shape: (IReadOnlyList<int>)p.Shape, Values: (ReadOnlyMemory<float>)p.Values)).ToList();

        Assert.Contains("lacks the tensor 'fc.bias'", Read(tensors.Where(t => t.Name != "fc.bias")), StringComparison.Ordinal);
        Assert.Contains("tensors; tiny takes", Read([.. tensors, ("extra", [1], new float[1])]), StringComparison.Ordinal);
        var misshapen = tensors.Select(t => t.Name == "fc.weight" ? (t.Name, (IReadOnlyList<int>)[16], t.Values) : t);
        Assert.Contains("'fc.weight' has the shape [16]", Read(misshapen), StringComparison.Ordinal);

        string Read(IEnumerable<(string, IReadOnlyList<int>, ReadOnlyMemory<float>)> weights) => Refused(() => ModelPackage.Read(
            Zip(("manifest.json", manifest), ("weights.safetensors", SafetensorsWriter.Write(weights))), "a.mlresnet"));
    }

    [Fact]
    public void Every_property_of_a_network_travels_in_the_manifest()
    {
        Assert.All(ResNetFamily.Ids.Select(ResNetFamily.Get), spec => Assert.Equal(spec, SpecDocument.From(spec).ToSpec()));

        // Whatever is added to the spec must be in the manifest too, so each property is set to something that no default has.
        ResNetSpec odd = new() { Id = "odd", Block = BlockKind.Bottleneck, Depths = [7], Widths = [9] };
        foreach (var property in typeof(ResNetSpec).GetProperties().Where(property => property.CanWrite))
        {
            object value = property.GetValue(odd)!;
            property.SetValue(odd, value switch
            {
                bool flag => !flag,
                int number => number + 1,
                double number => number * 3,
                Enum member when Enum.GetValues(member.GetType()) is { Length: > 1 } members =>
                    members.Cast<object>().First(other => !other.Equals(member)),
                _ => value,
            });
        }
        Assert.Equal(odd, SpecDocument.From(odd).ToSpec());
    }

    private static string Refused(Action read)
    {
        string message = Assert.Throws<ModelFormatException>(read).Message;
        Assert.Contains("a.mlresnet", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        return message;
    }

    private static byte[] Write(ModelPackage package)
    {
        using var stream = new MemoryStream();
        package.Write(stream);
        return stream.ToArray();
    }

    private static byte[] Zip(params (string Name, byte[] Data)[] entries)
    {
        using var stream = new MemoryStream();
        StoredZip.Write(stream, [.. entries.Select(entry => new StoredZipEntry(entry.Name, entry.Data))]);
        return stream.ToArray();
    }
}
