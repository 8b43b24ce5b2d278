using MLResNet.Features;
using MLResNet.Loading;

namespace MLResNet.Classification.Tests.Features;

public sealed class FeatureCacheTests : IDisposable
{
    private const int Width = 5;
    private const long Ample = 1 << 20;

    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] OtherKey = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private readonly string _folder = Directory.CreateTempSubdirectory("mlresnet-").FullName;

    private string OnlyFile => Assert.Single(Directory.GetFiles(_folder, "*.features"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_one_keeps_the_next_finds()
    {
        using (FeatureCache cache = Open())
        {
            Assert.True(cache.IsEmpty);
            Add(cache, 0, 7);
            Add(cache, 7, 10);
        }

        using FeatureCache next = Open();
        Assert.Equal(Enumerable.Range(0, 10), Known(next, 12));
        Assert.Null(next.Problem);
        using FeatureCache other = Open(OtherKey);
        Assert.True(other.IsEmpty);
    }

    [Fact]
    public void A_file_that_was_torn_anywhere_gives_its_whole_records_and_takes_more()
    {
        using (FeatureCache cache = Open())
            Add(cache, 0, 3);
        byte[] whole = File.ReadAllBytes(OnlyFile);
        string path = OnlyFile;
        int record = FeatureFile.RecordLength(Width);
        for (int length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            int left = Math.Max(0, length - FeatureFile.HeaderLength) / record;
            using (FeatureCache cache = Open())
            {
                Assert.Equal(Enumerable.Range(0, left), Known(cache, 5));
                Add(cache, 3, 5);
                Assert.Null(cache.Problem);
            }
            using FeatureCache next = Open();
            Assert.Equal([.. Enumerable.Range(0, left), 3, 4], Known(next, 5));
        }
    }

    [Fact]
    public void A_changed_bit_makes_no_wrong_features()
    {
        using (FeatureCache cache = Open())
            Add(cache, 0, 2);
        byte[] whole = File.ReadAllBytes(OnlyFile);
        string path = OnlyFile;
        for (int i = 0; i < whole.Length; i++)
        {
            whole[i] ^= 0x10;
            File.WriteAllBytes(path, whole);
            whole[i] ^= 0x10;
            using FeatureCache cache = Open();
            int[] known = Known(cache, 2);
            Assert.Equal(i < FeatureFile.HeaderLength ? 0 : 1, known.Length);
        }
    }

    [Fact]
    public void Two_that_write_at_once_keep_each_image_once()
    {
        using FeatureCache first = Open(), second = Open();
        Parallel.For(0, 40, i =>
        {
            lock (i % 2 == 0 ? first : second)
                Add(i % 2 == 0 ? first : second, i / 4 * 4, i / 4 * 4 + 4);
        });

        using FeatureCache next = Open();
        Assert.Equal(Enumerable.Range(0, 40), Known(next, 40));
        Assert.Equal(FeatureFile.HeaderLength + 40 * FeatureFile.RecordLength(Width), new FileInfo(OnlyFile).Length);
    }

    [Fact]
    public void What_is_too_much_makes_the_files_go_that_were_used_longest_ago()
    {
        long room = 2 * FeatureFile.HeaderLength + 8L * FeatureFile.RecordLength(Width);
        byte[][] keys = [Key, OtherKey, [.. OtherKey.Reverse()]];
        for (int i = 0; i < 2; i++)
        {
            using FeatureCache cache = Open(keys[i], room);
            Add(cache, 0, 4);
        }
        File.SetLastWriteTimeUtc(Directory.GetFiles(_folder, Convert.ToHexStringLower(keys[1]) + ".features").Single(), DateTime.UnixEpoch);

        using (FeatureCache cache = Open(keys[2], room))
            Add(cache, 0, 4);

        Assert.Equal([true, false, true], keys.Select(key =>
        {
            using FeatureCache cache = Open(key, room);
            return Known(cache, 4).Length == 4;
        }));
        Assert.True(Directory.GetFiles(_folder, "*.features").Sum(path => new FileInfo(path).Length) <= room);
    }

    [Fact]
    public void A_full_file_forgets_images_that_were_not_met_again()
    {
        long room = FeatureFile.HeaderLength + 4L * FeatureFile.RecordLength(Width);
        using (FeatureCache cache = Open(Key, room))
            Add(cache, 0, 4);
        using (FeatureCache cache = Open(Key, room))
        {
            Assert.True(cache.TryRead(Content(2), new float[Width]));
            Add(cache, 10, 12);
            Add(cache, 12, 13);
            Add(cache, 13, 20); // no more room, which is no problem
            Assert.Null(cache.Problem);
        }

        using FeatureCache next = Open(Key, room);
        Assert.Equal([2, 10, 11, 12], Known(next, 20));
        Assert.True(new FileInfo(OnlyFile).Length <= room);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_told_of_and_stops_nothing()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        using var cache = new FeatureCache(Path.Combine(file, "features"), Key, Width, Ample);

        Add(cache, 0, 2);

        Assert.Contains(file, cache.Problem, StringComparison.Ordinal);
        Assert.Empty(Known(cache, 2));
    }

    private FeatureCache Open(byte[]? key = null, long mostBytes = Ample) => new(_folder, key ?? Key, Width, mostBytes);

    private static ContentHash Content(int image) => ContentHash.Of(BitConverter.GetBytes(image));

    private static float[] Features(int image) => [.. Enumerable.Range(0, Width).Select(i => image + i / 8f)];

    private static void Add(FeatureCache cache, int first, int end) => cache.Add(
        [.. Enumerable.Range(first, end - first).Select(Content)],
        [.. Enumerable.Range(first, end - first).SelectMany(Features)],
        CancellationToken.None);

    /// <summary>The images below a number that the cache knows; what it knows of them must be right.</summary>
    private static int[] Known(FeatureCache cache, int end)
    {
        var known = new List<int>();
        float[] features = new float[Width];
        for (int image = 0; image < end; image++)
        {
            if (!cache.TryRead(Content(image), features))
                continue;
            Assert.Equal(Features(image), features);
            known.Add(image);
        }
        return [.. known];
    }
}
