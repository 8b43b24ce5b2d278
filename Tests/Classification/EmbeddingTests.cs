using System.Globalization;
using System.Text;
using MLResNet.Formats;

namespace MLResNet.Classification.Tests;

public sealed class EmbeddingTests(TrainedShapes shapes) : IClassFixture<TrainedShapes>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlresnet-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Features_are_what_the_classifier_makes_the_scores_of()
    {
        float[] weight = shapes.Model.Parameters["fc.weight"].Values, bias = shapes.Model.Parameters["fc.bias"].Values;
        foreach (LabeledImage image in shapes.Unseen.Where((_, i) => i % 5 == 0))
        {
            float[] features = shapes.Model.Embed(image.Path);

            Assert.Equal(64, features.Length);
            Assert.All(features, feature => Assert.True(feature >= 0));
            double[] exponentials = [.. bias.Select((shift, label) =>
                Math.Exp(shift + features.Select((value, i) => (double)value * weight[label * features.Length + i]).Sum()))];
            float[] scores = shapes.Model.Predict(image.Path).ScoresInOrder.ToArray();
            Assert.Equal(scores.Select(score => (double)score), exponentials.Select(e => e / exponentials.Sum()), (a, b) => Math.Abs(a - b) < 1e-4);
        }
    }

    [Fact]
    public void Many_files_come_back_in_their_order_with_the_features_of_single_ones_and_errors_in_place()
    {
        string broken = Path.Combine(_folder, "broken.jpg");
        File.WriteAllBytes(broken, [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3]);
        string[] paths = [broken, .. shapes.Unseen.Select(image => image.Path), broken];

        FileEmbedding[] results = [.. shapes.Model.EmbedMany(paths)];

        Assert.Equal(paths, results.Select(result => result.Path));
        Assert.All(results[1..^1], result => Assert.Equal(shapes.Model.Embed(result.Path), result.Features));
        Assert.All(new[] { results[0], results[^1] }, result => Assert.False(result.Succeeded));
        byte[] bytes = File.ReadAllBytes(paths[1]);
        Assert.Equal(results[1].Features, shapes.Model.Embed(bytes));
        Assert.Equal(results[1].Features, shapes.Model.Embed(new MemoryStream(bytes)));
        Assert.Equal(results[1].Features, shapes.Model.Embed(ImageDecoder.Decode(bytes)));
    }

    [Fact]
    public void An_npy_file_has_numpy_s_header_the_numbers_and_a_list_of_the_files_beside_it()
    {
        string path = Path.Combine(_folder, "new", "features.npy");
        FileEmbedding[] images =
        [
            new("a.jpg", [1, -2.5f, float.Epsilon], null), new("bad.jpg", null, "no image"), new("b, \"c\".jpg", [0, 1e30f, 0.1f], null),
        ];

        EmbeddingFile.Write(path, images, name => name == "a.jpg" ? "rose" : null);

        byte[] file = File.ReadAllBytes(path);
        Assert.Equal([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0], file[..8]);
        int header = file[8] + 256 * file[9];
        Assert.Equal(0, (10 + header) % 64);
        string text = Encoding.ASCII.GetString(file, 10, header);
        Assert.Equal("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", text.TrimEnd(' ', '\n'));
        Assert.Equal((byte)'\n', file[9 + header]);
        float[] numbers = [.. file[(10 + header)..].Chunk(4).Select(four =>
            BitConverter.Int32BitsToSingle(four[0] | four[1] << 8 | four[2] << 16 | four[3] << 24))];
        Assert.Equal([1, -2.5f, float.Epsilon, 0, 1e30f, 0.1f], numbers);
        Assert.Equal(
            "path,label\na.jpg,rose\n\"b, \"\"c\"\".jpg\",\n", File.ReadAllText(Path.Combine(_folder, "new", "features.files.csv")));
    }

    [Fact]
    public void A_csv_file_has_path_label_and_numbers_that_read_back_as_they_were()
    {
        string path = Path.Combine(_folder, "features.CSV");
        FileEmbedding[] images = [.. shapes.Model.EmbedMany(shapes.Unseen.Take(3).Select(image => image.Path))];

        EmbeddingFile.Write(path, images);

        string[][] rows = [.. File.ReadAllLines(path).Select(line => line.Split(','))];
        Assert.Equal(["path", "label", "f0", "f1"], rows[0].Take(4));
        Assert.Equal(("f63", 4), (rows[0][^1], rows.Length));
        foreach (var (image, row) in images.Zip(rows.Skip(1)))
        {
            Assert.Equal([image.Path, ""], row.Take(2));
            Assert.Equal(image.Features, row.Skip(2).Select(cell => float.Parse(cell, CultureInfo.InvariantCulture)));
        }
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Another_extension_and_no_features_at_all_are_refused_by_name()
    {
        var extension = Assert.Throws<MLResNetException>(() => EmbeddingFile.Write("features.npz", []));
        Assert.Contains("features.npz has to end in .npy or .csv", extension.Message, StringComparison.Ordinal);
        string path = Path.Combine(_folder, "none.npy");
        var nothing = Assert.Throws<MLResNetException>(() => EmbeddingFile.Write(path, [new("a.jpg", null, "no image")]));
        Assert.Contains(path, nothing.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => EmbeddingFile.Write(path, [new("a.jpg", [1], null), new("b.jpg", [1, 2], null)]));
        Assert.Empty(Directory.GetFiles(_folder));
    }
}
