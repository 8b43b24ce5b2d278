using MLResNet.Datasets.Tests.Folders;
using MLResNet.Datasets.Tests.Imaging;
using MLResNet.Formats.Png;
using MLResNet.Imaging;
using MLResNet.Loading;

namespace MLResNet.Datasets.Tests.Loading;

public class ImageLoaderTests
{
    private static readonly ImagePreprocessing Small = new() { Size = 8, ResizeShortSide = 9 };

    private sealed record Seen(int[] Indices, int[] Labels, float[] Pixels);

    [Theory]
    [InlineData(2, 1)]
    [InlineData(5, 3)]
    public void Batches_do_not_depend_on_threads_or_prefetching(int threads, int prefetch)
    {
        using var disk = new TemporaryFolder();
        ImageFolder folder = WriteImages(disk, 23);
        var options = new ImageLoaderOptions { BatchSize = 4, Seed = 3, Augmentation = Augmentation.Standard, CacheBytes = 0 };
        var one = new ImageLoader(folder, Small, options with { Threads = 1, PrefetchBatches = 1 });
        var many = new ImageLoader(
            folder, Small, options with { Threads = threads, PrefetchBatches = prefetch, CacheBytes = 2000 });
        for (int epoch = 0; epoch < 3; epoch++)
            Assert.Equivalent(Read(one.Shuffled(epoch)), Read(many.Shuffled(epoch)), strict: true);
    }

    [Fact]
    public void An_epoch_has_every_image_once_in_an_order_of_its_own()
    {
        using var disk = new TemporaryFolder();
        ImageFolder folder = WriteImages(disk, 10);
        var loader = new ImageLoader(folder, Small, new ImageLoaderOptions { BatchSize = 4, Seed = 1 });
        Seen[] first = Read(loader.Shuffled(0)), second = Read(loader.Shuffled(1));

        Assert.Equal([4, 4, 2], first.Select(batch => batch.Indices.Length));
        Assert.Equal(3, loader.BatchesPerEpoch);
        Assert.Equal(Enumerable.Range(0, 10), first.SelectMany(batch => batch.Indices).Order());
        Assert.NotEqual(first.SelectMany(batch => batch.Indices), second.SelectMany(batch => batch.Indices));
        Assert.All(first, batch => Assert.Equal(batch.Indices.Select(i => folder[i].LabelIndex), batch.Labels));
    }

    [Theory]
    [InlineData(false, 24)]
    [InlineData(true, 20)]
    public void A_balanced_epoch_has_equally_many_of_each_class_and_no_image_again_before_all_of_its_class(bool dropsShortBatch, int drawn)
    {
        using var disk = new TemporaryFolder();
        int[] sizes = [19, 4, 1];
        for (int label = 0; label < sizes.Length; label++)
        {
            for (int i = 0; i < sizes[label]; i++)
                disk.Write($"class {label}/image {i:00}.png", PngEncoder.Encode(Noise.Image(10 + i, 14)));
        }
        ImageFolder folder = ImageFolder.Open(disk.Path);
        var options = new ImageLoaderOptions
        {
            BatchSize = 5, Seed = 7, DropShortBatch = dropsShortBatch, Augmentation = Augmentation.Standard, BalancedSampling = true,
        };
        var loader = new ImageLoader(folder, Small, options with { Threads = 1 });
        int[] ofLargeClass = new int[19];
        for (int epoch = 0; epoch < 8; epoch++)
        {
            Seen[] batches = Read(loader.Shuffled(epoch));
            Assert.Equal((drawn, loader.BatchesPerEpoch), (batches.Sum(batch => batch.Indices.Length), batches.Length));
            int[] times = new int[folder.Count];
            foreach (int index in batches.SelectMany(batch => batch.Indices))
                times[index]++;
            int[][] classes = [.. times.Select((count, i) => (count, folder[i].LabelIndex)).GroupBy(at => at.LabelIndex, at => at.count).Select(own => own.ToArray())];
            Assert.All(classes, own => Assert.InRange(own.Sum(), drawn / 3, (drawn + 2) / 3));
            Assert.All(classes, own => Assert.InRange(own.Max() - own.Min(), 0, 1));
            for (int i = 0; i < 19; i++)
                ofLargeClass[i] += classes[0][i];

            float[][] only = [.. Pictures(batches, folder.Count - 1)];
            Assert.True(only.Length >= 6);
            Assert.Equal(only.Length, only.DistinctBy(pixels => string.Join(' ', pixels)).Count()); // each time varied anew
            Assert.Equivalent(batches, Read(new ImageLoader(folder, Small, options with { Threads = 3 }).Shuffled(epoch)), strict: true);
            Assert.Equivalent(batches[2..], Read(loader.Shuffled(epoch, firstBatch: 2, CancellationToken.None)), strict: true);
        }
        Assert.InRange(ofLargeClass.Count(times => times > 0), 15, 19); // others in each epoch

        static IEnumerable<float[]> Pictures(Seen[] batches, int index) => batches.SelectMany(batch => batch.Indices
            .Select((own, slot) => (own, slot))
            .Where(at => at.own == index)
            .Select(at => batch.Pixels.AsSpan(at.slot * 8 * 8 * 3, 8 * 8 * 3).ToArray()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(6)]
    public void An_epoch_can_be_entered_at_any_batch(int firstBatch)
    {
        using var disk = new TemporaryFolder();
        ImageFolder folder = WriteImages(disk, 23);
        var loader = new ImageLoader(folder, Small, new ImageLoaderOptions
        {
            BatchSize = 4, Seed = 3, DropShortBatch = true, Augmentation = Augmentation.Standard,
        });
        Assert.Equivalent(
            Read(loader.Shuffled(2)).Skip(firstBatch).ToArray(),
            Read(loader.Shuffled(2, firstBatch, CancellationToken.None)),
            strict: true);
    }

    [Fact]
    public void A_loader_for_a_smaller_input_takes_the_images_from_the_same_memory_in_the_same_order()
    {
        using var disk = new TemporaryFolder();
        ImageFolder folder = WriteImages(disk, 9);
        var options = new ImageLoaderOptions { BatchSize = 4, Seed = 3, Augmentation = Augmentation.Standard };
        ImagePreprocessing smaller = Small.WithSize(6);
        Seen[] expected = Read(new ImageLoader(folder, smaller, options).Shuffled(1));
        var loader = new ImageLoader(folder, Small, options);
        Seen[] large = Read(loader.Shuffled(1));
        foreach (LabeledImage image in folder)
            File.Delete(image.Path);

        Seen[] small = Read(loader.Smaller(smaller).Shuffled(1));

        Assert.Equivalent(expected, small, strict: true);
        Assert.Equal(large.Select(batch => batch.Indices), small.Select(batch => batch.Indices));
        Assert.All(small, batch => Assert.Equal(batch.Indices.Length * 6 * 6 * 3, batch.Pixels.Length));
    }

    [Fact]
    public void Images_in_order_are_what_prediction_sees()
    {
        using var disk = new TemporaryFolder();
        ImageFolder folder = WriteImages(disk, 7);
        var options = new ImageLoaderOptions { BatchSize = 3, Augmentation = Augmentation.Standard };
        var loader = new ImageLoader(folder, Small, options);
        Seen[] batches = Read(loader.InOrder());
        Assert.Equal(Enumerable.Range(0, 7), batches.SelectMany(batch => batch.Indices));
        Assert.Equal(
            Enumerable.Range(0, 7).SelectMany(i => Small.Apply(PngDecoder.Decode(File.ReadAllBytes(folder[i].Path), new()))),
            batches.SelectMany(batch => batch.Pixels));
    }

    [Fact]
    public void Without_labels_they_are_unknown()
    {
        using var disk = new TemporaryFolder();
        ImageFolder folder = WriteImages(disk, 2);
        Assert.Equal([-1, -1], Read(new ImageLoader(folder.Select(i => i.Path), Small).InOrder()).Single().Labels);
    }

    [Fact]
    public void A_short_batch_is_dropped_on_demand_unless_it_is_the_only_one()
    {
        using var disk = new TemporaryFolder();
        ImageFolder folder = WriteImages(disk, 10);
        var options = new ImageLoaderOptions { BatchSize = 4, DropShortBatch = true };
        var loader = new ImageLoader(folder, Small, options);
        Assert.Equal([4, 4], Read(loader.Shuffled(0)).Select(batch => batch.Indices.Length));
        Assert.Equal(2, loader.BatchesPerEpoch);
        Assert.Equal([4, 4, 2], Read(loader.InOrder()).Select(batch => batch.Indices.Length));
        loader = new ImageLoader(folder, Small, options with { BatchSize = 16 });
        Assert.Equal([10], Read(loader.Shuffled(0)).Select(batch => batch.Indices.Length));
    }

    [Fact]
    public void Unreadable_files_shorten_their_batch_and_are_noted_once()
    {
        using var disk = new TemporaryFolder();
        WriteImages(disk, 8);
        disk.Write("class 0/image 3a.png", "no image");
        var options = new ImageLoaderOptions { BatchSize = 5, CacheBytes = 0 };
        var loader = new ImageLoader(ImageFolder.Open(disk.Path), Small, options);
        for (int pass = 0; pass < 2; pass++)
            Assert.Equal([[0, 1, 3, 4], [5, 6, 7, 8]], Read(loader.InOrder()).Select(batch => batch.Indices));
        Assert.Equal(disk.At("class 0/image 3a.png"), Assert.Single(loader.Unreadable).Path);
    }

    [Fact]
    public void Unreadable_files_found_by_a_scan_leave_no_gaps()
    {
        using var disk = new TemporaryFolder();
        WriteImages(disk, 8);
        disk.Write("class 0/image 3a.png", "no image");
        var loader = new ImageLoader(ImageFolder.Open(disk.Path), Small, new ImageLoaderOptions { BatchSize = 5 });
        loader.Scan();
        Assert.Equal(8, loader.Count);
        Assert.Equal([[0, 1, 3, 4, 5], [6, 7, 8]], Read(loader.InOrder()).Select(batch => batch.Indices));
    }

    [Fact]
    public void A_batch_of_nothing_but_unreadable_files_is_passed_over()
    {
        using var disk = new TemporaryFolder().With("a/1.png", "a/2.png", "b/3.png", "b/4.png");
        string good = disk.Write("c/5.png", PngEncoder.Encode(Noise.Image(9, 9)));
        var loader = new ImageLoader(ImageFolder.Open(disk.Path), Small, new ImageLoaderOptions { BatchSize = 2 });
        Seen batch = Read(loader.InOrder()).Single();
        Assert.Equal([4], batch.Indices);
        Assert.Equal(Small.Apply(PngDecoder.Decode(File.ReadAllBytes(good), new())), batch.Pixels);
    }

    [Fact]
    public void Strict_makes_an_unreadable_file_an_error_that_names_it()
    {
        using var disk = new TemporaryFolder();
        WriteImages(disk, 4);
        disk.With("class 0/bad.png", "class 1/worse.png");
        var loader = new ImageLoader(ImageFolder.Open(disk.Path), Small, new ImageLoaderOptions { Strict = true, Threads = 1 });
        Assert.Contains(disk.At("class 0/bad.png"), Assert.Throws<DatasetException>(() => Read(loader.InOrder())).Message);
        string message = Assert.Throws<DatasetException>(() => loader.Scan()).Message;
        Assert.StartsWith($"2 files cannot be read, the first being {disk.At("class 0/bad.png")}", message);
    }

    [Fact]
    public void What_the_cache_holds_is_not_read_again()
    {
        using var disk = new TemporaryFolder();
        ImageFolder folder = WriteImages(disk, 6);
        var cached = new ImageLoader(folder, Small, new ImageLoaderOptions { BatchSize = 4 });
        var uncached = new ImageLoader(folder, Small, new ImageLoaderOptions { BatchSize = 4, CacheBytes = 0 });
        cached.Scan();
        Seen[] before = Read(uncached.Shuffled(0));
        foreach (LabeledImage image in folder)
            File.Delete(image.Path);
        Assert.Equivalent(before, Read(cached.Shuffled(0)), strict: true);
        Assert.Empty(Read(uncached.Shuffled(0)));
        Assert.Equal(6, uncached.Unreadable.Count);
    }

    [Fact]
    public void The_cache_keeps_to_its_budget()
    {
        var cache = new DecodedImageCache(3, budget: 250);
        cache.Offer(0, new RgbImage(10, 5)); // 150 bytes
        cache.Offer(1, new RgbImage(10, 5));
        cache.Offer(2, new RgbImage(10, 3)); // 90 bytes
        Assert.Equal([true, false, true], Enumerable.Range(0, 3).Select(i => cache.Find(i) is not null));
    }

    [Fact]
    public void An_epoch_may_be_left_early_and_begun_again()
    {
        using var disk = new TemporaryFolder();
        var loader = new ImageLoader(WriteImages(disk, 12), Small, new ImageLoaderOptions { BatchSize = 2, Threads = 3 });
        Seen[] whole = Read(loader.Shuffled(5));
        for (int take = 0; take < 4; take++)
            Assert.Equivalent(whole[..take], Read(loader.Shuffled(5), take), strict: true);
        Assert.Equivalent(whole, Read(loader.Shuffled(5)), strict: true);
    }

    [Fact]
    public void Two_epochs_may_be_read_at_once()
    {
        using var disk = new TemporaryFolder();
        var loader = new ImageLoader(WriteImages(disk, 12), Small, new ImageLoaderOptions { BatchSize = 5 });
        Seen[] expected = Read(loader.Shuffled(0));
        List<Seen> inner = [];
        foreach (ImageBatch batch in loader.InOrder())
            inner.AddRange(Read(loader.Shuffled(0)));
        Assert.Equivalent(Enumerable.Repeat(expected, 3).SelectMany(e => e), inner, strict: true);
    }

    [Fact]
    public void Cancelling_ends_the_loading()
    {
        using var disk = new TemporaryFolder();
        var loader = new ImageLoader(WriteImages(disk, 12), Small, new ImageLoaderOptions { BatchSize = 2 });
        using var source = new CancellationTokenSource();
        int batches = 0;
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (ImageBatch _ in loader.Shuffled(0, source.Token))
            {
                if (++batches == 2)
                    source.Cancel();
            }
        });
        Assert.Equal(2, batches);
        Assert.ThrowsAny<OperationCanceledException>(() => loader.Scan(cancellationToken: source.Token));
    }

    [Fact]
    public void Nothing_to_load_is_no_batch()
    {
        var loader = new ImageLoader((IEnumerable<string>)[], Small);
        loader.Scan();
        Assert.Empty(loader.Shuffled(0));
        Assert.Equal(0, loader.BatchesPerEpoch);
    }

    [Theory]
    [InlineData("BatchSize", 0, 1, 1, 0)]
    [InlineData("BatchSize", 100_000_000, 1, 1, 0)]
    [InlineData("Threads", 1, 0, 1, 0)]
    [InlineData("PrefetchBatches", 1, 1, 0, 0)]
    [InlineData("CacheBytes", 1, 1, 1, -1)]
    public void An_option_out_of_range_is_named(string name, int batchSize, int threads, int prefetch, long cache)
    {
        var options = new ImageLoaderOptions
        {
            BatchSize = batchSize,
            Threads = threads,
            PrefetchBatches = prefetch,
            CacheBytes = cache,
        };
        var error = Assert.Throws<MLResNetException>(() => new ImageLoader((IEnumerable<string>)["x"], Small, options));
        Assert.StartsWith($"ImageLoaderOptions.{name} ", error.Message);
    }

    private static ImageFolder WriteImages(TemporaryFolder disk, int count)
    {
        for (int i = 0; i < count; i++)
            disk.Write($"class {i % 2}/image {i}.png", PngEncoder.Encode(Noise.Image(10 + i, 14)));
        return ImageFolder.Open(disk.Path);
    }

    private static Seen[] Read(IEnumerable<ImageBatch> batches, int take = int.MaxValue) =>
        [.. batches.Take(take).Select(b => new Seen([.. b.Indices], [.. b.Labels], b.Pixels.ToArray()))];
}
