using MLResNet.Backbones;
using MLResNet.Engine;
using MLResNet.Imaging;
using MLResNet.Loading;
using MLResNet.Packaging;

namespace MLResNet.Features;

/// <summary>
/// Features that were computed before, on disk: found by the content of an image's file, so that an edited image is another one
/// and a renamed one the same. Several processes may share a folder; what is too much makes the files that were used longest ago
/// go.
/// </summary>
/// <remarks>
/// A cache must never stand in the way of the work: where its files cannot be read or written, images are computed as if there
/// were none, and <see cref="Problem"/> says why.
/// </remarks>
internal sealed class FeatureCache : IDisposable
{
    private const string Extension = ".features";

    private readonly byte[] _key;
    private readonly int _width;
    private readonly long _mostBytes;
    private readonly string _path;
    private readonly Dictionary<ContentHash, int> _records = [];
    private readonly HashSet<ContentHash> _written = [];
    private readonly bool[] _isUsed;
    private FeatureFile? _file;
    private int _seen;
    private bool _isShrunk;
    private bool _isFull;

    /// <summary>Opens the features of a key; the folder need not be there.</summary>
    /// <param name="folder">Where the files lie.</param>
    /// <param name="key">What features depend on besides the image, see <see cref="FeatureKey"/>.</param>
    /// <param name="width">Features an image.</param>
    /// <param name="mostBytes">What all files in the folder may take together, above 0.</param>
    public FeatureCache(string folder, byte[] key, int width, long mostBytes)
    {
        (_key, _width, _mostBytes) = (key, width, mostBytes);
        _path = Path.Combine(folder, Convert.ToHexStringLower(key) + Extension);
        try
        {
            _file = FeatureFile.TryOpen(_path, key, width);
            if (_file is not null)
                File.SetLastWriteTimeUtc(_path, DateTime.UtcNow);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Problem = $"{_path}: {e.Message}";
        }
        _seen = _file?.Count ?? 0;
        for (int record = 0; record < _seen; record++)
            _records[_file!.HashOf(record)] = record;
        _isUsed = new bool[_seen];
    }

    /// <summary>Opens the features of a backbone, in the user's cache folder.</summary>
    /// <param name="backbone">The network.</param>
    /// <param name="preprocessing">How pictures are fed to it.</param>
    /// <param name="mirrors">Whether features are averaged with those of the mirror image.</param>
    /// <param name="compute">How they are computed.</param>
    /// <param name="mostBytes">What all features may take together, above 0.</param>
    public static FeatureCache Open(
        PretrainedBackbone backbone, ImagePreprocessing preprocessing, bool mirrors, ComputeOptions compute, long mostBytes)
    {
        byte[] key = FeatureKey.Of(backbone, preprocessing, mirrors, new ComputeContext(compute).Kernels.InstructionSet);
        return new FeatureCache(HomeFolder.Features, key, backbone.Spec.FeatureCount(), mostBytes);
    }

    /// <summary>Whether it knows any image.</summary>
    public bool IsEmpty => _records.Count == 0;

    /// <summary>Why features are not kept, or could not be read; null where they are.</summary>
    public string? Problem { get; private set; }

    private string Folder => Path.GetDirectoryName(_path)!;

    /// <summary>Finds the features of an image; several threads may ask at once.</summary>
    /// <param name="content">The hash of its file.</param>
    /// <param name="features">Takes them.</param>
    public bool TryRead(ContentHash content, Span<float> features)
    {
        if (!_records.TryGetValue(content, out int record) || !_file!.TryRead(record, content, features))
            return false;
        _isUsed[record] = true;
        return true;
    }

    /// <summary>Keeps the features of images that have just been computed; what is returned from is safe from a kill.</summary>
    /// <param name="contents">The hashes of their files.</param>
    /// <param name="features">[images][width].</param>
    /// <param name="cancellationToken">Ends the wait for another process that is writing.</param>
    public void Add(ReadOnlySpan<ContentHash> contents, ReadOnlySpan<float> features, CancellationToken cancellationToken)
    {
        if (Problem is not null || _isFull)
            return;
        ContentHash[] all = contents.ToArray();
        float[] values = features.ToArray();
        try
        {
            using FileLock mine = FileLock.AcquireAsync(_path + ".lock", waiting: null, cancellationToken).GetAwaiter().GetResult();
            foreach (ContentHash other in FeatureFile.HashesFrom(_path, _seen, _width))
                _written.Add(other); // by another process, meanwhile
            int[] fresh = [.. Enumerable.Range(0, all.Length).Where(i => _written.Add(all[i]))];
            if (fresh.Length == 0 || !MakeRoom((long)fresh.Length * FeatureFile.RecordLength(_width)))
                return;
            byte[] records = new byte[fresh.Length * FeatureFile.RecordLength(_width)];
            for (int i = 0; i < fresh.Length; i++)
            {
                FeatureFile.WriteRecord(
                    all[fresh[i]], values.AsSpan(fresh[i] * _width, _width),
                    records.AsSpan(i * FeatureFile.RecordLength(_width), FeatureFile.RecordLength(_width)));
            }
            _seen = FeatureFile.Append(_path, _key, _width, records);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or MLResNetException)
        {
            Problem = $"{_path}: {e.Message}";
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
        _records.Clear();
    }

    /// <summary>
    /// Sees to it that so many bytes may be added: removes the files of other keys, those used longest ago first, then what this
    /// one holds of images that this run has not met.
    /// </summary>
    private bool MakeRoom(long bytes)
    {
        FileInfo[] files = [.. new DirectoryInfo(Folder).EnumerateFiles("*" + Extension)];
        long own = files.Where(file => file.FullName == _path).Sum(file => file.Length);
        long others = files.Sum(file => file.Length) - own;
        if (own == 0)
            own = FeatureFile.HeaderLength;
        foreach (FileInfo file in files.Where(file => file.FullName != _path).OrderBy(file => file.LastWriteTimeUtc))
        {
            if (own + others + bytes <= _mostBytes)
                return true;
            long length = file.Length;
            file.Delete();
            others -= length;
        }
        if (own + others + bytes > _mostBytes && !_isShrunk)
            own = Shrink(own);
        _isFull = own + others + bytes > _mostBytes;
        return !_isFull;
    }

    /// <summary>
    /// Rewrites the file with the records of images that this run has met or added; who has the old one open keeps it. Once: what
    /// this run has seen does not become less.
    /// </summary>
    private long Shrink(long length)
    {
        _isShrunk = true;
        int used = _isUsed.Count(isUsed => isUsed);
        if (used == _isUsed.Length)
            return length;
        int later = FeatureFile.CountIn(length, _width) - _isUsed.Length;
        AtomicFile.Write(_path, stream =>
        {
            stream.Write(FeatureFile.Header(_key, _width));
            for (int record = 0; record < _isUsed.Length; record++)
            {
                if (_isUsed[record])
                    stream.Write(_file!.Record(record));
            }
            using FeatureFile? now = later > 0 ? FeatureFile.TryOpen(_path, _key, _width) : null;
            for (int record = _isUsed.Length; record < (now?.Count ?? 0); record++)
                stream.Write(now!.Record(record));
        });
        _seen = FeatureFile.CountIn(new FileInfo(_path).Length, _width);
        return new FileInfo(_path).Length;
    }
}
