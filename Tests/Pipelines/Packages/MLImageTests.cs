using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MLResNet.Formats;
using MLResNet.Imaging;

namespace MLResNet.Pipelines.Tests.Packages;

public sealed class MLImageTests(Photos photos) : IClassFixture<Photos>
{
    private const int Side = 40;

    private readonly MLContext _ml = new(seed: 1);

    [Theory]
    [InlineData(MLPixelFormat.Bgra32)]
    [InlineData(MLPixelFormat.Rgba32)]
    public void Decoded_images_get_the_features_of_their_files(MLPixelFormat format)
    {
        IDataView rows = _ml.Data.LoadFromEnumerable(Decoded(photos.TrainPaths, format));

        var model = Featurizer().Fit(rows);

        float[][] expected = photos.Embed(photos.TrainPaths);
        Assert.Equal(expected, model.Transform(rows).GetColumn<float[]>("Features"));
        using var engine = _ml.Model.CreatePredictionEngine<DecodedRow, FeatureRow>(model);
        Assert.Equal(expected[2], engine.Predict(Decoded(photos.TrainPaths[2..3], format).Single()).Features);
    }

    [Fact]
    public void Images_that_ML_NET_loads_get_the_features_of_their_files_in_a_chain()
    {
        string[] paths = [.. photos.TrainPaths.Where(path => path.EndsWith(".png", StringComparison.Ordinal))];
        IDataView rows = _ml.Data.FilterByCustomPredicate(
            _ml.Data.LoadImagesFromFolder(photos.Train),
            (PathRow row) => !row.ImagePath.EndsWith(".png", StringComparison.Ordinal));

        IDataView features = _ml.Transforms.LoadImages("Image", imageFolder: null, "ImagePath").Append(Featurizer())
            .Fit(rows).Transform(rows);

        Assert.Equal(photos.Embed(paths), features.GetColumn<float[]>("Features"));
    }

    [Fact]
    public void What_is_transparent_lies_over_white()
    {
        using ImageClassifier network = ImageClassifier.Load(photos.BackboneFile);
        var random = new Random(1);
        byte[] pixels = new byte[Side * Side * 4];
        var expected = new RgbImage(Side, Side);
        for (int i = 0; i < Side * Side; i++)
        {
            int alpha = i % 3 == 0 ? 255 : random.Next(256);
            for (int channel = 0; channel < 3; channel++)
            {
                pixels[4 * i + channel] = (byte)random.Next(alpha + 1); // multiplied by the opacity
                expected.Pixels[3 * i + channel] = (byte)(pixels[4 * i + channel] + 255 - alpha);
            }
            pixels[4 * i + 3] = (byte)alpha;
        }
        using MLImage image = MLImage.CreateFromPixels(Side, Side, MLPixelFormat.Rgba32, pixels);
        IDataView rows = _ml.Data.LoadFromEnumerable<DecodedRow>([new() { Image = image }]);

        Assert.Equal(network.Embed(expected), Featurizer().Fit(rows).Transform(rows).GetColumn<float[]>("Features").Single());
    }

    [Fact]
    public void Decoded_images_train_the_same_model_as_their_files()
    {
        using ImageClassifier ofPaths = Train(_ml.Data.LoadImagesFromFolder(photos.Train), "ImagePath");
        using ImageClassifier ofImages = Train(
            _ml.Data.LoadFromEnumerable(Decoded(photos.TrainPaths, MLPixelFormat.Bgra32)), "Image");

        Assert.Equal(Weights(ofPaths), Weights(ofImages));
    }

    [Fact]
    public void A_row_without_an_image_is_told_of_by_its_number()
    {
        var told = new List<UnreadableFile>();
        DecodedRow[] images = [.. Decoded(photos.TrainPaths[..1], MLPixelFormat.Bgra32), new()];
        IDataView rows = _ml.Data.LoadFromEnumerable(images);

        float[][] features = [.. Featurizer(told.Add).Fit(rows).Transform(rows).GetColumn<float[]>("Features")];

        Assert.Equal(photos.Embed(photos.TrainPaths[..1]).Single(), features[0]);
        Assert.All(features[1], feature => Assert.Equal(float.NaN, feature));
        Assert.Equal("Image, row 2", Assert.Single(told).Path);
    }

    private ResNetFeaturizingEstimator Featurizer(Action<UnreadableFile>? onUnreadable = null) => _ml.Transforms.ResNetFeaturize(new()
    {
        InputColumnName = "Image", Backbone = photos.Backbone, FeatureCacheBytes = 0, BatchSize = 5, OnUnreadable = onUnreadable,
    });

    private ImageClassifier Train(IDataView rows, string column) => _ml.Transforms.Conversion.MapValueToKey("Label")
        .Append(_ml.MulticlassClassification.Trainers.ResNet("Label", column, Tune.Head, photos.Backbone))
        .Fit(rows).LastTransformer.Classifier;

    private static DecodedRow[] Decoded(string[] paths, MLPixelFormat format) => Array.ConvertAll(paths, path =>
    {
        RgbImage image = ImageDecoder.DecodeFile(path);
        int red = format == MLPixelFormat.Rgba32 ? 0 : 2;
        byte[] pixels = new byte[image.Width * image.Height * 4];
        for (int i = 0; i < image.Width * image.Height; i++)
        {
            (pixels[4 * i + red], pixels[4 * i + 1]) = (image.Pixels[3 * i], image.Pixels[3 * i + 1]);
            (pixels[4 * i + 2 - red], pixels[4 * i + 3]) = (image.Pixels[3 * i + 2], 255);
        }
        return new DecodedRow
        {
            Image = MLImage.CreateFromPixels(image.Width, image.Height, format, pixels),
            Label = Path.GetFileName(Path.GetDirectoryName(path))!,
        };
    });

    private static float[] Weights(ImageClassifier model) => [.. model.Parameters.SelectMany(parameter => parameter.Values)];

    private sealed class DecodedRow
    {
        [ImageType(Side, Side)]
        public MLImage? Image { get; set; }

        public string Label { get; set; } = "";
    }

    private sealed class FeatureRow
    {
        public float[] Features { get; set; } = [];
    }

    private sealed class PathRow
    {
        public string ImagePath { get; set; } = "";
    }
}
