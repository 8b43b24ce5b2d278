namespace MLResNet.Classification.Tests;

public sealed class ImageIndexTests(TrainedShapes shapes) : IClassFixture<TrainedShapes>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlresnet-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_image_finds_itself_first_with_similarity_1_and_the_others_by_their_cosine()
    {
        string[] paths = [.. shapes.Unseen.Select(image => image.Path)];
        var done = new List<int>();
        ImageIndex index = ImageIndex.Build(shapes.Model, paths, new Progress(done.Add));
        Assert.Equal(paths.Length, index.Count);
        Assert.Equal(Enumerable.Range(1, paths.Length), done);

        foreach (string path in paths)
        {
            IReadOnlyList<SimilarImage> found = index.Find(path, paths.Length);

            Assert.Equal(new SimilarImage(path, 1), found[0]);
            Assert.Equal(paths.Order(StringComparer.Ordinal), found.Select(image => image.Path).Order(StringComparer.Ordinal));
            Assert.Equal(found.OrderByDescending(image => image.Similarity), found);
            Assert.All(found, image => Assert.Equal(Cosine(path, image.Path), image.Similarity, 1e-5));
            Assert.Equal(found.Take(5), index.Find(path));
        }
    }

    [Fact]
    public void Most_neighbours_of_a_shape_are_of_its_kind()
    {
        ImageIndex index = ImageIndex.Build(shapes.Model, shapes.Folder.Select(image => image.Path));

        int same = shapes.Unseen.Sum(image => index.Find(image.Path).Count(found => Kind(found.Path) == Kind(image.Path)));

        Assert.InRange(same, 0.8 * 5 * shapes.Unseen.Count, 5 * shapes.Unseen.Count);
    }

    [Fact]
    public void Equal_images_are_told_in_the_order_of_their_paths_and_unreadable_ones_apart()
    {
        string[] copies = [.. new[] { "b.jpg", "c.jpg", "a.jpg" }.Select(name => Path.Combine(_folder, name))];
        string source = shapes.Unseen.First(image => image.Path.EndsWith(".jpg", StringComparison.Ordinal)).Path;
        foreach (string copy in copies)
            File.Copy(source, copy);
        string bad = Path.Combine(_folder, "bad.jpg");
        File.WriteAllBytes(bad, []);

        ImageIndex index = ImageIndex.Build(shapes.Model, [.. copies, bad]);

        Assert.Equal(copies.Order(StringComparer.Ordinal), index.Find(source).Select(image => image.Path));
        Assert.Equal(bad, Assert.Single(index.Unreadable).Path);
    }

    [Fact]
    public void A_vector_of_zeros_is_like_nothing_and_one_of_another_length_is_refused()
    {
        ImageIndex index = ImageIndex.Build(shapes.Model, [shapes.Unseen[0].Path]);

        Assert.Equal(0, Assert.Single(index.Find(new float[64])).Similarity);
        Assert.Throws<ArgumentException>(() => index.Find(new float[63]));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Find(shapes.Unseen[0].Path, 0));
        Assert.Empty(ImageIndex.Build(shapes.Model, []).Find(shapes.Unseen[0].Path));
    }

    private double Cosine(string a, string b)
    {
        double[] x = [.. shapes.Model.Embed(a)], y = [.. shapes.Model.Embed(b)];
        return x.Zip(y, (p, q) => p * q).Sum() / Math.Sqrt(x.Sum(p => p * p)) / Math.Sqrt(y.Sum(q => q * q));
    }

    private static string Kind(string path) => Path.GetFileName(Path.GetDirectoryName(path)!);

    // Reports at once, where System.Progress would post to another thread.
    private sealed class Progress(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }
}
