using MLResNet.Engine.Inference;
using MLResNet.Engine.Networks;
using MLResNet.Explaining;
using MLResNet.Formats;
using MLResNet.Formats.Png;
using MLResNet.Imaging;
using MLResNet.Packaging;

namespace MLResNet.Classification.Tests.Explaining;

public sealed class ExplanationTests(TrainedShapes shapes) : IClassFixture<TrainedShapes>
{
    [Theory]
    [InlineData("basic")]
    [InlineData("v2")]
    [InlineData("keras-v2")]
    [InlineData("cifar")]
    public void The_heat_map_is_grad_cam_by_its_definition_with_gradients_from_finite_differences(string name)
    {
        const int size = 40;
        ModelPackage package = RandomNetwork.Package(RandomNetwork.Spec(name), size);
        RgbImage picture = RandomNetwork.Picture(size, seed: 5);
        (float[] features, int channels) = LastFeatureMap(package, picture, size);
        int positions = features.Length / channels;
        float[] weight = package.Parameters["fc.weight"].Values, bias = package.Parameters["fc.bias"].Values;
        using ImageClassifier model = new(package);

        for (int label = 0; label < package.Manifest.Labels.Count; label++)
        {
            double[] heat = new double[positions];
            for (int channel = 0; channel < channels; channel++)
            {
                double gradient = Enumerable.Range(0, positions).Average(position => Gradient(label, position * channels + channel));
                for (int position = 0; position < positions; position++)
                    heat[position] += gradient * features[position * channels + channel];
            }
            double peak = Math.Max(0, heat.Max());
            Explanation explanation = model.Explain(picture, package.Manifest.Labels[label]);

            Assert.Equal(positions, explanation.Height * explanation.Width);
            Assert.Equal(peak * positions, explanation.Peak, 1e-3 * Math.Max(1, peak * positions));
            for (int position = 0; position < positions; position++)
                Assert.Equal(peak > 0 ? Math.Max(0, heat[position]) / peak : 0, explanation.Heat[position], 1e-3);
        }

        // Of the logit with respect to one value of the map: linear, so the step may be large.
        double Gradient(int label, int index)
        {
            const float step = 1;
            float before = features[index];
            features[index] = before + step;
            double above = Logit(label);
            features[index] = before - step;
            double below = Logit(label);
            features[index] = before;
            return (above - below) / (2 * step);
        }

        double Logit(int label)
        {
            double logit = bias[label];
            for (int i = 0; i < features.Length; i++)
                logit += (double)features[i] / positions * weight[label * channels + i % channels];
            return logit;
        }
    }

    [Theory]
    [InlineData(11, 11)]
    [InlineData(29, 11)]
    [InlineData(11, 29)]
    [InlineData(29, 29)]
    public void What_is_in_one_corner_gives_its_heat_there(int centreX, int centreY)
    {
        var picture = new RgbImage(40, 40);
        for (int y = 0; y < picture.Height; y++)
        {
            for (int x = 0; x < picture.Width; x++)
            {
                bool inside = (x - centreX) * (x - centreX) + (y - centreY) * (y - centreY) < 64;
                ((ReadOnlySpan<byte>)(inside ? [100, 210, 100] : [120, 120, 120])).CopyTo(picture.Row(y)[(x * 3)..]);
            }
        }

        Explanation explanation = shapes.Model.Explain(picture, "disc");

        float[] heat = explanation.Heat.ToArray();
        Assert.Equal((4, 4, 1), (explanation.Height, explanation.Width, heat.Max()));
        int hottest = Array.IndexOf(heat, 1);
        Assert.Equal((centreX > 20, centreY > 20), (hottest % 4 >= 2, hottest / 4 >= 2));
    }

    [Fact]
    public void Paths_bytes_streams_and_pictures_give_the_prediction_s_score_and_the_same_map()
    {
        string path = shapes.Unseen[7].Path;
        Prediction prediction = shapes.Model.Predict(path);

        Explanation explanation = shapes.Model.Explain(path);
        Assert.Equal((prediction.Label, prediction.Score), (explanation.Label, explanation.Score));
        byte[] bytes = File.ReadAllBytes(path);
        Assert.Equal(explanation.Heat, shapes.Model.Explain(bytes).Heat);
        Assert.Equal(explanation.Heat, shapes.Model.Explain(new MemoryStream(bytes)).Heat);
        Assert.Equal(explanation.Heat, shapes.Model.Explain(ImageDecoder.Decode(bytes)).Heat);

        IReadOnlyList<Explanation> top = shapes.Model.ExplainTop(path, 9);
        Assert.Equal(prediction.Top(9), top.Select(each => new ScoredLabel(each.Label, each.Score)));
        Assert.Equal(explanation.Heat, top[0].Heat);
        Assert.Equal(shapes.Model.Explain(path, top[2].Label).Heat, top[2].Heat);
        var unknown = Assert.Throws<MLResNetException>(() => shapes.Model.Explain(path, "Disk"));
        Assert.Contains("'Disk'; did you mean 'disc'", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_without_anything_positive_is_all_zero()
    {
        Explanation explanation = Explained([-3, -1, -2, -0.5f], new RgbImage(8, 8), new CropBox(0, 0, 8, 8));

        Assert.Equal([0, 0, 0, 0], explanation.Heat);
        Assert.Equal(0, explanation.Peak);
    }

    [Fact]
    public void The_heat_lies_over_the_square_that_the_preprocessing_cuts_out()
    {
        // 60 x 100 becomes 20 x 33, and of that the 16 x 16 at (2, 8).
        CropBox upright = RegionOf(new RgbImage(60, 100), resizeShortSide: 20);
        Assert.Equal((6, 54), (upright.Left, upright.Right));
        Assert.Equal((8 * 100 / 33f, 24 * 100 / 33f), (upright.Top, upright.Bottom));
        Assert.Equal(new CropBox(0, 0, 30, 30), RegionOf(new RgbImage(30, 30), resizeShortSide: 16));

        RgbImage picture = RandomNetwork.Picture(60, seed: 3);
        Explanation explanation = Explained([0, 2, 1, 4], picture, new CropBox(20, 0, 60, 40));
        RgbImage overlay = explanation.Overlay();
        for (int y = 0; y < 60; y++)
        {
            for (int x = 0; x < 60; x++)
            {
                byte[] pixel = overlay.Row(y).Slice(x * 3, 3).ToArray(), source = picture.Row(y).Slice(x * 3, 3).ToArray();
                if (x < 20 || y >= 40)
                    Assert.Equal(0.45 * (0.299 * source[0] + 0.587 * source[1] + 0.114 * source[2]), pixel[0], 1.0);
                if (x < 20 || y >= 40)
                    Assert.Equal(pixel[0], pixel[2]);
                else if (x < 30 && y < 10)
                    Assert.Equal(0.45 * source[0], pixel[0], 1.0); // beyond the middle of the coldest field: black
                else if (x >= 50 && y >= 30)
                    Assert.Equal(0.45 * source[0] + 0.55 * 252, pixel[0], 1.0); // the hottest: pale yellow
            }
        }
    }

    [Fact]
    public void Between_the_middles_of_its_fields_the_heat_is_bilinear()
    {
        Explanation explanation = Explained([0, 2, 1, 4], new RgbImage(8, 8), new CropBox(0, 0, 8, 8));

        Assert.Equal(
            [0, 0.5f, 0.25f, 1], new[] { (0.25f, 0.25f), (0.75f, 0.25f), (0.25f, 0.75f), (0.75f, 0.75f) }.Select(At));
        Assert.Equal([0.25f, 0.4375f, 0, 1], new[] { (0.5f, 0.25f), (0.5f, 0.5f), (0f, 0f), (1f, 1f) }.Select(At));

        float At((float U, float V) point) => HeatOverlay.HeatAt(explanation, point.U, point.V);
    }

    [Fact]
    public void The_png_holds_the_overlay()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("mlresnet-").FullName, "new", "heat.png");
        Explanation explanation = shapes.Model.Explain(shapes.Unseen[0].Path);

        explanation.SavePng(path);
        using var stream = new MemoryStream();
        explanation.SavePng(stream);

        Assert.Equal(PngEncoder.Encode(explanation.Overlay()), File.ReadAllBytes(path));
        Assert.Equal(File.ReadAllBytes(path), stream.ToArray());
        Assert.Equal(explanation.Overlay().Pixels, ImageDecoder.DecodeFile(path).Pixels);
        Directory.Delete(Path.GetDirectoryName(Path.GetDirectoryName(path))!, recursive: true);
    }

    private static CropBox RegionOf(RgbImage picture, int resizeShortSide)
    {
        ModelPackage package = RandomNetwork.Package(RandomNetwork.Spec("cifar"), 16);
        var preprocessing = new ImagePreprocessing { Size = 16, ResizeShortSide = resizeShortSide };
        using var model = new ImageClassifier(new ModelPackage(package.Manifest with { Preprocessing = preprocessing }, package.Parameters));
        return model.Explain(picture).Region;
    }

    private static Explanation Explained(float[] classMap, RgbImage picture, CropBox region) =>
        new(new ScoredLabel("it", 0.5f), classMap, 2, 2, picture, region);

    // What a network with the unit matrix for a classifier says of each position.
    private static (float[] Features, int Channels) LastFeatureMap(ModelPackage package, RgbImage picture, int size)
    {
        int channels = package.Manifest.Spec.FeatureCount();
        ResNetSpec bare = package.Manifest.Spec with { Classes = channels };
        var parameters = new NetworkParameters(bare, NetworkParameters.Describe(bare).Select(description => new Parameter(
            description, description.Name switch
            {
                "fc.weight" => [.. Enumerable.Range(0, channels * channels).Select(i => i % (channels + 1) == 0 ? 1f : 0f)],
                "fc.bias" => new float[channels],
                _ => package.Parameters[description.Name].Values,
            })));
        using InferencePlan plan = InferencePlan.Create(bare, parameters);
        (int rows, int columns) = plan.LastMapSize(size, size);
        float[] features = new float[rows * columns * channels];
        plan.RunClassMaps(package.Manifest.Preprocessing.Apply(picture), 1, size, size, new float[channels], features);
        return (features, channels);
    }
}
