using System.Buffers.Binary;
using MLResNet.Datasets.Tests.Folders;
using MLResNet.Datasets.Tests.Imaging;
using MLResNet.Formats;
using MLResNet.Formats.Jpeg;
using MLResNet.Formats.Png;
using MLResNet.Imaging;
using MLResNet.Loading;

namespace MLResNet.Datasets.Tests.Loading;

/// <summary>A folder as they come: good images, mislabelled ones, and files that are none or no more.</summary>
public class DamagedFolderTests
{
    private static readonly ImagePreprocessing Small = new() { Size = 8, ResizeShortSide = 8 };

    private static readonly string[] Good =
        ["a/1x1.png", "a/good.jpg", "a/png called jpg.jpg", "b/good.png", "b/jpeg called png.png", "b/no extension"];

    [Fact]
    public void The_good_images_load_and_the_rest_are_listed_with_reasons()
    {
        using var disk = new TemporaryFolder();
        string[] bad = Fill(disk);
        ImageFolder folder = ImageFolder.Open(disk.Path);
        Assert.Equal(Good.Length + bad.Length, folder.Count);

        var loader = new ImageLoader(folder, Small, new ImageLoaderOptions { BatchSize = 4 });
        loader.Scan();
        int[] loaded = [.. loader.InOrder().SelectMany(batch => batch.Indices.ToArray())];
        Assert.Equal(Good, loaded.Select(i => disk.Relative(folder[i].Path)));
        Assert.Equal(bad, loader.Unreadable.Select(file => disk.Relative(file.Path)));
        Assert.All(loader.Unreadable, file =>
        {
            Assert.DoesNotContain(file.Path, file.Reason);
            Assert.EndsWith(".", file.Reason);
        });
    }

    [Fact]
    public void Verifying_finds_what_loading_finds()
    {
        using var disk = new TemporaryFolder();
        string[] bad = Fill(disk);
        ImageFolder folder = ImageFolder.Open(disk.Path);
        IReadOnlyList<UnreadableFile> unreadable = folder.Verify();
        Assert.Equal(bad, unreadable.Select(file => disk.Relative(file.Path)));

        ImageFolder rest = folder.Without(unreadable);
        Assert.Equal(Good, rest.Select(image => disk.Relative(image.Path)));
        Assert.Empty(rest.Verify(strict: true));
        string message = Assert.Throws<DatasetException>(() => folder.Verify(strict: true)).Message;
        Assert.StartsWith($"{bad.Length} files cannot be read, the first being {disk.At(bad[0])}: ", message);
    }

    // Returns the bad ones, in order.
    private static string[] Fill(TemporaryFolder disk)
    {
        byte[] jpeg = JpegEncoder.Encode(Noise.Image(40, 30));
        byte[] png = PngEncoder.Encode(Noise.Image(40, 30));
        byte[] random = new byte[5000];
        var generator = new SplitMix64(1);
        foreach (ref byte b in random.AsSpan())
            b = (byte)generator.Next();

        disk.Write("a/1x1.png", PngEncoder.Encode(Noise.Image(1, 1)));
        disk.Write("a/good.jpg", jpeg);
        disk.Write("a/png called jpg.jpg", png);
        disk.Write("b/good.png", png);
        disk.Write("b/jpeg called png.png", jpeg);
        disk.Write("b/no extension", png);

        disk.Write("a/empty.jpg", []);
        disk.Write("a/huge header.png", Sized(png, 20_000, 20_000));
        disk.Write("a/random.jpg", random);
        disk.Write("b/truncated header.png", png[..20]);
        disk.Write("b/truncated.jpg", jpeg[..(jpeg.Length / 2)]);
        disk.Write("b/truncated.png", png[..(png.Length / 2)]);
        return
            ["a/empty.jpg", "a/huge header.png", "a/random.jpg", "b/truncated header.png", "b/truncated.jpg", "b/truncated.png"];
    }

    // A header that claims another size, with its checksum put right.
    private static byte[] Sized(byte[] png, int width, int height)
    {
        byte[] copy = [.. png];
        BinaryPrimitives.WriteInt32BigEndian(copy.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(copy.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(copy.AsSpan(29), Crc32.Compute(copy.AsSpan(12, 17)));
        return copy;
    }
}
