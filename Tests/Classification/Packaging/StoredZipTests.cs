using System.IO.Compression;
using System.Text;
using MLResNet.Formats;
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
        IReadOnlyList<StoredZipSection> sections = Check(bytes);

        Assert.Equal(Entries.Select(entry => entry.Name), sections.Select(section => section.Name));
        foreach (var (expected, actual) in Entries.Zip(sections))
        {
            Assert.Equal(expected.Data.ToArray(), bytes[actual.Offset..(actual.Offset + actual.Length)]);
            Assert.Equal(0, actual.Offset % StoredZip.Alignment);
        }
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        byte[] bytes = Write();
        for (int length = 0; length < bytes.Length; length++)
        {
            var error = Assert.Throws<ModelFormatException>(() => Check(bytes.AsMemory(0, length)));
            Assert.StartsWith("a.mlresnet ", error.Message, StringComparison.Ordinal);
        }
        Assert.Throws<ModelFormatException>(() => Check((byte[])[.. bytes, 0]));
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
                var error = Assert.Throws<ModelFormatException>(() => Check(bytes));
                Assert.StartsWith("a.mlresnet ", error.Message, StringComparison.Ordinal);
                bytes[i] ^= (byte)(1 << bit);
            }
        }
    }

    private static IReadOnlyList<StoredZipSection> Check(ReadOnlyMemory<byte> file) => StoredZip.Check(ByteSource.Of(file), "a.mlresnet");

    private static byte[] Write()
    {
        using var stream = new MemoryStream();
        StoredZip.Write(stream, Entries);
        return stream.ToArray();
    }
}
