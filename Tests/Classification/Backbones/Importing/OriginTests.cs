using MLResNet.Backbones;
using MLResNet.Backbones.Importing;
using MLResNet.Classification.Tests.Exporting;
using MLResNet.Engine.Networks;
using MLResNet.Engine.Tests;
using MLResNet.Formats;
using MLResNet.Formats.Onnx;
using MLResNet.Packaging;

namespace MLResNet.Classification.Tests.Backbones.Importing;

public sealed class OriginTests
{
    private static readonly ImportOracle Gluon = ImportOracle.Read("gluon"), Torch = ImportOracle.Read("torch_onnx");
    private static readonly ImportOracle Slim = ImportOracle.Read("slim");

    public static TheoryData<string> TorchFiles => [.. Torch.Cases.Select(network => network.File)];

    public static TheoryData<string> SlimFiles => [.. Slim.Cases.Select(network => network.File)];

    public static TheoryData<string> Exportable => [.. RandomNetwork.Names];

    [Theory]
    [InlineData("gluon-basic-v1.onnx", "resnet18")]
    [InlineData("gluon-bottleneck-v1.onnx", "resnet50v1")]
    [InlineData("gluon-basic-v2.onnx", "resnet18v2")]
    [InlineData("gluon-bottleneck-v2.onnx", "resnet50v2")]
    public void Gluon_networks_come_by_their_names_and_by_their_graphs(string name, string member)
    {
        ResNetSpec spec = Thin(Published(member));
        using var file = (OnnxFile)WeightFile.Open(ImportOracle.PathOf(name));

        NetworkParameters byName = WeightImporter.Import(file, spec, new GluonNames());
        Assert.InRange(Gluon.Distance(name, byName), 0, Closeness.CloseEnough);

        OnnxNetwork network = OnnxNetwork.Of(file, spec.Id);
        Assert.Equal(spec, network.Spec);
        NetworkParameters byGraph = WeightImporter.Import(file, network.Spec, network.Names);
        Assert.All(byName, parameter => Assert.Equal(parameter.Values, byGraph[parameter.Name].Values));
    }

    [Theory]
    [MemberData(nameof(TorchFiles))]
    public void Networks_that_torch_exported_come_by_their_graphs_with_batch_norms_folded_or_not(string name)
    {
        using WeightFile file = WeightFile.Open(ImportOracle.PathOf(name));
        InferredNetwork network = SpecInference.Infer(file, "mine");

        NetworkParameters parameters = WeightImporter.Import(file, network.Spec, network.Names);

        Assert.InRange(Torch.Distance(name, parameters), 0, Closeness.CloseEnough);
    }

    [Fact]
    public void The_graph_tells_where_the_stride_is()
    {
        Assert.Equal(StridePosition.First, Of("torch-v1.onnx").StridePosition);
        Assert.Equal(StridePosition.Second, Of("torch-v1.5.onnx").StridePosition);
        Assert.Equal(StridePosition.First, Of("torch-v1-folded.onnx").StridePosition);
        Assert.Equal(StridePosition.First, Of("gluon-bottleneck-v1.onnx").StridePosition);
        Assert.Equal((4, 16), (Of("torch-resnext.onnx").Groups, Of("torch-resnext.onnx").WidthPerGroup));

        static ResNetSpec Of(string name)
        {
            using var file = (OnnxFile)WeightFile.Open(ImportOracle.PathOf(name));
            return OnnxNetwork.Of(file, name).Spec;
        }
    }

    [Theory]
    [MemberData(nameof(SlimFiles))]
    public void Slim_networks_come_from_frozen_graphs_and_meta_graphs(string name)
    {
        using WeightFile file = WeightFile.Open(ImportOracle.PathOf(name));
        ResNetSpec spec = Thin(Published("resnet50v2.slim"));

        NetworkParameters parameters = WeightImporter.Import(file, spec, new SlimNames());

        Assert.Equal(WeightFormat.TensorFlow, file.Format);
        Assert.Equal(spec, SpecInference.Infer(file, spec.Id).Spec);
        Assert.InRange(Slim.Distance(name, parameters), 0, Closeness.CloseEnough);
    }

    [Theory]
    [MemberData(nameof(Exportable))]
    public void Our_own_exports_come_back_as_they_were(string name)
    {
        ModelPackage package = RandomNetwork.Package(RandomNetwork.Spec(name), 33);
        using OnnxFile file = OnnxFile.Parse(OnnxExportTests.Export(package), "a.onnx");
        OnnxNetwork network = OnnxNetwork.Of(file, "another");

        Assert.Equal(package.Manifest.Spec, network.Spec);
        Assert.Equal(package.Manifest.Labels, network.Manifest!.Labels);
        Assert.Equal(package.Manifest.Preprocessing, SpecInference.Infer(file, "mine").Preprocessing);
        NetworkParameters parameters = WeightImporter.Import(file, network.Spec, network.Names);
        Assert.All(package.Parameters, parameter => Assert.Equal(parameter.Values, parameters[parameter.Name].Values));
    }

    [Fact]
    public void Tensors_that_do_not_fit_are_listed_by_the_origin_s_names()
    {
        using WeightFile file = WeightFile.Open(ImportOracle.PathOf("gluon-bottleneck-v1.onnx"));
        ResNetSpec other = Thin(ResNetFamily.Get("resnet18")) with { Classes = 9 };
        var error = Assert.Throws<ModelFormatException>(() => WeightImporter.Import(file, other, new GluonNames()));
        Assert.Contains("'resnetv17_stage1_conv0_bias'", error.Message, StringComparison.Ordinal);
        Assert.Contains("resnetv17_dense0_bias [7] for our fc.bias [9]", error.Message, StringComparison.Ordinal);
    }

    private static ResNetSpec Published(string id) => BackboneCatalog.Entries.Single(entry => entry.Id == id).Spec;

    private static ResNetSpec Thin(ResNetSpec spec) =>
        spec with { Depths = [2, 2], Widths = [8, 16], StemWidth = 8, Classes = 7 };
}
