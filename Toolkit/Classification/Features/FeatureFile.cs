using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Text;
using MLResNet.Formats;
using MLResNet.Loading;

namespace MLResNet.Features;

/// <summary>
/// A file of features, mapped into memory: a header, then records of the same length, each with the hash of an image's file, its
/// features, and a checksum over both. It only ever grows at its end, so a reader is never disturbed, and a record that a killed
/// writer left unfinished is no record: the next one is written in its place.
/// </summary>
/// <remarks>
/// Numbers are little-endian. Header of 64 bytes: <c>MLRFEAT1</c>, bytes of a record (int32), features of a record (int32), key
/// (32 bytes), zeros, CRC-32 of all that. Record: SHA-256 (32 bytes), features (float32 each), CRC-32.
/// </remarks>
internal sealed unsafe class FeatureFile : IDisposable
{
    /// <summary>Bytes before the first record.</summary>
    public const int HeaderLength = 64;

    private const int ChecksumLength = sizeof(uint);

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _records;
    private readonly int _recordLength;

    private FeatureFile(MemoryMappedFile file, MemoryMappedViewAccessor view, int width, long length)
    {
        (_file, _view, _recordLength) = (file, view, RecordLength(width));
        Count = CountIn(length, width);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _records = start + HeaderLength;
    }

    /// <summary>Whole records that the file had when it was opened.</summary>
    public int Count { get; }

    /// <summary>Bytes of a record of so many features.</summary>
    public static int RecordLength(int width) => checked(ContentHash.Length + width * sizeof(float) + ChecksumLength);

    /// <summary>Whole records in a file of so many bytes.</summary>
    public static int CountIn(long length, int width) =>
        (int)Math.Min(int.MaxValue, Math.Max(0, length - HeaderLength) / RecordLength(width));

    /// <summary>Opens a file; null if there is none, or what there is does not begin as it should.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FeatureFile? TryOpen(string path, ReadOnlySpan<byte> key, int width)
    {
        if (!File.Exists(path))
            return null;
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        long length = stream.Length;
        if (!HasHeader(stream, Header(key, width)))
        {
            stream.Dispose();
            return null;
        }
        var file = MemoryMappedFile.CreateFromFile(stream, null, length, MemoryMappedFileAccess.Read, HandleInheritability.None, false);
        return new FeatureFile(file, file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read), width, length);
    }

    /// <summary>
    /// Writes records behind the last whole one; makes the file, or a new one in the place of one that begins otherwise. Only for
    /// who holds the lock.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="key">32 bytes that the file belongs to.</param>
    /// <param name="width">Features of a record.</param>
    /// <param name="records">Whole records, see <see cref="WriteRecord"/>.</param>
    /// <returns>Records that the file has now.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static int Append(string path, ReadOnlySpan<byte> key, int width, ReadOnlySpan<byte> records)
    {
        byte[] header = Header(key, width);
        FileStream file = OpenForWriting(path);
        try
        {
            if (file.Length >= HeaderLength && !HasHeader(file, header))
            {
                // Another takes its place: to shorten this one would pull memory away from under its readers.
                file.Dispose();
                File.Delete(path);
                file = OpenForWriting(path);
            }
            if (file.Length < HeaderLength)
                RandomAccess.Write(file.SafeFileHandle, header, 0);
            int count = CountIn(file.Length, width);
            RandomAccess.Write(file.SafeFileHandle, records, HeaderLength + (long)count * RecordLength(width));
            return count + records.Length / RecordLength(width);
        }
        finally
        {
            file.Dispose();
        }
    }

    /// <summary>The hashes of the records from <paramref name="first"/> on, as the file has them now.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IEnumerable<ContentHash> HashesFrom(string path, int first, int width)
    {
        if (!File.Exists(path))
            yield break;
        using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        int count = CountIn(RandomAccess.GetLength(file), width);
        byte[] hash = new byte[ContentHash.Length];
        for (int record = first; record < count; record++)
        {
            if (RandomAccess.Read(file, hash, HeaderLength + (long)record * RecordLength(width)) == hash.Length)
                yield return ContentHash.Read(hash);
        }
    }

    /// <summary>The header of a file.</summary>
    public static byte[] Header(ReadOnlySpan<byte> key, int width)
    {
        byte[] header = new byte[HeaderLength];
        Encoding.ASCII.GetBytes("MLRFEAT1").CopyTo(header, 0);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), RecordLength(width));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), width);
        key.CopyTo(header.AsSpan(16, 32));
        WriteChecksum(header);
        return header;
    }

    /// <summary>Writes a record.</summary>
    /// <param name="content">The hash of the image's file.</param>
    /// <param name="features">Its features.</param>
    /// <param name="record"><see cref="RecordLength"/> bytes.</param>
    public static void WriteRecord(ContentHash content, ReadOnlySpan<float> features, Span<byte> record)
    {
        content.Write(record);
        Span<byte> numbers = record[ContentHash.Length..^ChecksumLength];
        for (int i = 0; i < features.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(numbers[(i * sizeof(float))..], features[i]);
        WriteChecksum(record);
    }

    /// <summary>The bytes of a record.</summary>
    public ReadOnlySpan<byte> Record(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
        return new(_records + (nint)index * _recordLength, _recordLength);
    }

    /// <summary>The hash that a record has; it may be damaged.</summary>
    public ContentHash HashOf(int index) => ContentHash.Read(Record(index));

    /// <summary>Reads a record.</summary>
    /// <param name="index">Which one.</param>
    /// <param name="content">The hash that it must have.</param>
    /// <param name="features">Takes the features.</param>
    /// <returns>False if it is damaged, or another image's.</returns>
    public bool TryRead(int index, ContentHash content, Span<float> features)
    {
        ReadOnlySpan<byte> record = Record(index);
        uint checksum = BinaryPrimitives.ReadUInt32LittleEndian(record[^ChecksumLength..]);
        if (Crc32.Compute(record[..^ChecksumLength]) != checksum || ContentHash.Read(record) != content)
            return false;
        ReadOnlySpan<byte> numbers = record[ContentHash.Length..^ChecksumLength];
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.Cast<byte, float>(numbers).CopyTo(features);
            return true;
        }
        for (int i = 0; i < features.Length; i++)
            features[i] = BinaryPrimitives.ReadSingleLittleEndian(numbers[(i * sizeof(float))..]);
        return true;
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private static FileStream OpenForWriting(string path) =>
        new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);

    private static bool HasHeader(FileStream file, byte[] header)
    {
        Span<byte> start = stackalloc byte[HeaderLength];
        return RandomAccess.Read(file.SafeFileHandle, start, 0) == HeaderLength && start.SequenceEqual(header);
    }

    private static void WriteChecksum(Span<byte> bytes) =>
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[^ChecksumLength..], Crc32.Compute(bytes[..^ChecksumLength]));
}
