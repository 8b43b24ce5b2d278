using System.IO.Compression;
using System.Text;
using MLResNet.Packaging;

namespace MLResNet.Classification.Tests.Packaging;

public sealed class StoredZipTests
{
    private static readonly StoredZipEntry[] Entries =
    [
        new("manifest.json", Encoding.UTF8.GetBytes("{\"format\":\"mlresnet\"}")),
        new("weights.safetensors", Enumerable.Range(0, 1000).Select(i => (byte)(i * 7)).ToArray()),
        new("empty", Array.Empty<byte>()),
    ];

    [Fact]
    public void The_zip_reader_of_the_framework_finds_the_same_files()
    {
        byte[] bytes = Write();
        using var zip = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);

        Assert.Equal(Entries.Select(entry => entry.Name), zip.Entries.Select(entry => entry.FullName));
        foreach (var (expected, actual) in Entries.Zip(zip.Entries))
        {
            using var content = new MemoryStream();
            using (Stream stream = actual.Open())
                stream.CopyTo(content);
            Assert.Equal(expected.Data.ToArray(), content.ToArray());
            Assert.Equal(new DateTime(1980, 1, 1), actual.LastWriteTime.DateTime);
        }
    }

    [Fact]
    public void Files_come_back_as_they_were_written_and_start_on_64_byte_boundaries()
    {
        byte[] bytes = Write();
        var entries = StoredZip.Read(bytes, "a.mlresnet");

        Assert.Equal(Entries.Select(entry => entry.Name), entries.Select(entry => entry.Name));
        foreach (var (expected, actual) in Entries.Zip(entries))
        {
            Assert.Equal(expected.Data.ToArray(), actual.Data.ToArray());
            System.Runtime.InteropServices.MemoryMarshal.TryGetArray(actual.Data, out ArraySegment<byte> segment);
            Assert.Equal(0, segment.Offset % StoredZip.Alignment);
        }
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        byte[] bytes = Write();
        for (int length = 0; length < bytes.Length; length++)
        {
            var error = Assert.Throws<ModelFormatException>(() => StoredZip.Read(bytes.AsMemory(0, length), "a.mlresnet"));
            Assert.StartsWith("a.mlresnet ", error.Message, StringComparison.Ordinal);
        }
        Assert.Throws<ModelFormatException>(() => StoredZip.Read((byte[])[.. bytes, 0], "a.mlresnet"));
    }

    [Fact]
    public void Every_changed_bit_is_refused()
    {
        byte[] bytes = Write();
        for (int i = 0; i < bytes.Length; i++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                bytes[i] ^= (byte)(1 << bit);
                var error = Assert.Throws<ModelFormatException>(() => StoredZip.Read(bytes, "a.mlresnet"));
                Assert.StartsWith("a.mlresnet ", error.Message, StringComparison.Ordinal);
                bytes[i] ^= (byte)(1 << bit);
            }
        }
    }

    private static byte[] Write()
    {
        using var stream = new MemoryStream();
        StoredZip.Write(stream, Entries);
        return stream.ToArray();
    }
}
