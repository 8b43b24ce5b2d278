using System.Text.Json;
using MLResNet.Engine.Inference;
using MLResNet.Engine.Networks;
using MLResNet.Engine.Tests;
using MLResNet.Formats.Onnx;
using MLResNet.Imaging;
using MLResNet.Packaging;

namespace MLResNet.Classification.Tests.Exporting;

public sealed class OnnxExportTests(TrainedShapes shapes) : IClassFixture<TrainedShapes>, IDisposable
{
    private const int Size = 45; // odd halves on the way, so that paddings differ

    private readonly string _folder = Directory.CreateTempSubdirectory("mlresnet-").FullName;

    public static TheoryData<string> Names => [.. RandomNetwork.Names];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [OnnxRuntimeTheory]
    [MemberData(nameof(Names))]
    public void Onnx_runtime_computes_the_same_logits_and_probabilities_for_one_picture_and_for_three(string name)
    {
        int size = name == "same-padding" ? Size + 1 : Size;
        ChannelOrder order = name == "keras-v1" ? ChannelOrder.Bgr : ChannelOrder.Rgb;
        ModelPackage package = RandomNetwork.Package(RandomNetwork.Spec(name), size, order);

        AssertSame(package, [.. Enumerable.Range(0, 3).Select(i => RandomNetwork.Picture(size, i))]);
        if (name is "v1" or "v2" or "resnext") // a process each takes its time
            AssertSame(package, [RandomNetwork.Picture(size, 9)]);
    }

    [OnnxRuntimeFact]
    public void Onnx_runtime_gives_a_trained_model_s_probabilities_for_the_pixels_of_photos()
    {
        int size = shapes.Model.Preprocessing.Size;
        RgbImage[] photos = [.. shapes.Unseen.Select((_, i) => RandomNetwork.Picture(size, i))];
        AssertSame(new ModelPackage(shapes.Model.Manifest with
        {
            Preprocessing = shapes.Model.Preprocessing with { ResizeShortSide = size },
        }, shapes.Model.Parameters), photos);
    }

    [OnnxRuntimeTheory]
    [InlineData(0.6)]
    [InlineData(3)]
    public void Onnx_runtime_gives_probabilities_at_the_model_s_temperature(double temperature)
    {
        ModelPackage package = AtTemperature(temperature);

        AssertSame(package, [.. Enumerable.Range(0, 3).Select(i => RandomNetwork.Picture(Size, i))]);
    }

    [OnnxRuntimeFact]
    public void Onnx_runtime_gives_each_of_several_labels_its_own_probability()
    {
        ModelPackage package = AtTemperature(1.5);

        AssertSame(
            package with { Manifest = package.Manifest with { Thresholds = [0.5f, 0.5f, 0.5f, 0.5f, 0.5f] } },
            [.. Enumerable.Range(0, 3).Select(i => RandomNetwork.Picture(Size, i))]);
    }

    [OnnxRuntimeFact]
    public void Onnx_runtime_answers_by_mirror_images_too_where_the_model_does()
    {
        ModelPackage package = AtTemperature(1.5);

        AssertSame(
            package with { Manifest = package.Manifest with { MirrorImages = true } },
            [.. Enumerable.Range(0, 3).Select(i => RandomNetwork.Picture(Size, i))]);
    }

    [Fact]
    public void Several_labels_end_in_sigmoids_and_bring_their_thresholds()
    {
        ModelPackage package = AtTemperature(2.5);
        OnnxFile file = OnnxFile.Parse(
            Export(package with { Manifest = package.Manifest with { Thresholds = [0.5f, 0.25f, 0.5f, 0.5f, 0.9f] } }), "a.onnx");

        Assert.Equal(["logits.calibrated"], file.Nodes.Single(node => node.Operator == "Sigmoid").Inputs);
        Assert.DoesNotContain(file.Nodes, node => node.Operator == "Softmax");
        Assert.Equal("[0.5,0.25,0.5,0.5,0.9]", file.Metadata["thresholds"]);
        Assert.Contains("\"thresholds\"", file.Metadata["mlresnet"], StringComparison.Ordinal);
        Assert.False(OnnxFile.Parse(Export(package), "a.onnx").Metadata.ContainsKey("thresholds"));
    }

    [Fact]
    public void A_temperature_divides_the_logits_and_one_of_1_leaves_no_trace()
    {
        OnnxFile file = OnnxFile.Parse(Export(AtTemperature(2.5)), "a.onnx");
        OnnxNode softmax = file.Nodes.Single(node => node.Operator == "Softmax");
        OnnxNode division = file.Nodes.Single(node => node.Operator == "Div");
        OnnxFile plain = OnnxFile.Parse(Export(AtTemperature(1)), "a.onnx");

        Assert.Equal(["logits", "temperature"], division.Inputs);
        Assert.Equal(division.Outputs, softmax.Inputs);
        Assert.Equal([2.5f], file.Find("temperature")!.ReadSingles());
        Assert.DoesNotContain(plain.Nodes, node => node.Operator == "Div");
        Assert.Null(plain.Find("temperature"));
    }

    [Fact]
    public void An_exported_model_says_what_it_takes_and_gives()
    {
        string path = Path.Combine(_folder, "new folder", "model.onnx");
        using var model = new ImageClassifier(RandomNetwork.Package(RandomNetwork.Spec("v2"), 32));
        model.Export(path, ExportFormat.Onnx);
        OnnxFile file = OnnxFile.Parse(File.ReadAllBytes(path), path);

        Assert.Equal(["image"], file.Inputs);
        Assert.Equal(["probabilities", "logits"], file.Outputs);
        Assert.Equal(model.Labels, JsonSerializer.Deserialize<string[]>(file.Metadata["classes"]));
        Assert.Contains("rosé", file.Metadata["classes"], StringComparison.Ordinal);
        Assert.Equal(
            """{"size":32,"resize_short_side":32,"interpolation":"Bilinear","crop":"center","color":"rgb","range":[0,255],"""
            + "\"layout\":\"nchw\"}",
            file.Metadata["preprocessing"]);
        Assert.Equal(["model.onnx"], Directory.GetFiles(Path.GetDirectoryName(path)!).Select(Path.GetFileName));

        using var again = new MemoryStream();
        model.Export(again, ExportFormat.Onnx);
        Assert.Equal(File.ReadAllBytes(path), again.ToArray());
    }

    [Fact]
    public void Every_parameter_is_in_the_file_under_its_own_name()
    {
        ModelPackage package = RandomNetwork.Package(RandomNetwork.Spec("keras-v2"), 32);
        OnnxFile file = OnnxFile.Parse(Export(package), "a.onnx");

        foreach (Parameter parameter in package.Parameters)
        {
            OnnxTensor tensor = file.Find(parameter.Name)!;
            Assert.Equal(parameter.Shape.AsEnumerable(), tensor.Shape);
            Assert.Equal(parameter.Values, tensor.ReadSingles());
        }
        Assert.Equal(file.Nodes.Count, file.Nodes.Select(node => node.Name).Distinct().Count());
    }

    [Fact]
    public void A_network_of_other_inputs_than_pictures_is_refused()
    {
        ModelPackage package = RandomNetwork.Package(RandomNetwork.Spec("v1") with { InputChannels = 4 }, 32);
        var error = Assert.Throws<MLResNetException>(() => Export(package));
        Assert.Contains("4 channels", error.Message, StringComparison.Ordinal);
    }

    private static ModelPackage AtTemperature(double temperature)
    {
        ModelPackage package = RandomNetwork.Package(RandomNetwork.Spec("v1"), Size);
        return package with { Manifest = package.Manifest with { Temperature = temperature } };
    }

    internal static byte[] Export(ModelPackage package)
    {
        using var model = new ImageClassifier(package);
        using var stream = new MemoryStream();
        model.Export(stream, ExportFormat.Onnx);
        return stream.ToArray();
    }

    private void AssertSame(ModelPackage package, RgbImage[] pictures)
    {
        string path = Path.Combine(_folder, "model.onnx");
        File.WriteAllBytes(path, Export(package));
        int size = package.Manifest.Preprocessing.Size, classes = package.Manifest.Labels.Count;
        float[] pixels = [.. pictures.SelectMany(picture => Planes(picture))];

        IReadOnlyDictionary<string, OnnxRuntime.Output> outputs = OnnxRuntime.Run(path, pixels, pictures.Length, 3, size, size);

        float[] logits = new float[pictures.Length * classes];
        using (InferencePlan plan = InferencePlan.Create(package.Manifest.Spec, package.Parameters))
        {
            float[] input = [.. pictures.SelectMany(picture => package.Manifest.Preprocessing.Apply(picture))];
            plan.Run(input, pictures.Length, size, size, logits);
            if (package.Manifest.MirrorImages)
            {
                float[] others = new float[logits.Length];
                input = [.. pictures.SelectMany(picture => package.Manifest.Preprocessing.Apply(Flip.Horizontal(picture)))];
                plan.Run(input, pictures.Length, size, size, others);
                logits = [.. logits.Zip(others, (logit, other) => (logit + other) / 2)];
            }
        }
        using var model = new ImageClassifier(package);
        float[] probabilities = [.. pictures.SelectMany(picture => model.Predict(picture).ScoresInOrder.ToArray())];
        Assert.Equal([pictures.Length, classes], outputs["probabilities"].Dims);
        Assert.InRange(Closeness.Distance(outputs["logits"].Data, logits), 0, Closeness.CloseEnough);
        Assert.InRange(outputs["probabilities"].Data.Zip(probabilities, (a, b) => Math.Abs(a - b)).Max(), 0, 1e-4);
    }

    /// <summary>All reds, then all greens, then all blues.</summary>
    private static IEnumerable<float> Planes(RgbImage picture) =>
        from channel in Enumerable.Range(0, 3)
        from sample in picture.Pixels.Where((_, i) => i % 3 == channel)
        select (float)sample;
}
