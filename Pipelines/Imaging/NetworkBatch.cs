using MLResNet.Features;
using MLResNet.Formats;
using MLResNet.Loading;

namespace MLResNet.Pipelines.Imaging;

/// <summary>
/// Runs the images that a reader remembers through a network, together; for one thread at a time, though it uses many.
/// </summary>
internal sealed class NetworkBatch : IDisposable
{
    private readonly IImageNetwork _network;
    private readonly ImageReader _reader;
    private readonly Action<UnreadableFile>? _onUnreadable;
    private readonly FeatureCache? _cache;
    private readonly DecodeOptions _decoding;
    private readonly ParallelOptions _parallel;
    private readonly float[] _outputs;
    private readonly float[] _computed;
    private readonly ContentHash[] _contents;
    private readonly ImageFormatException?[] _errors;
    private readonly bool[] _isKnown;
    private float[] _pixels = [];

    /// <param name="network">The network.</param>
    /// <param name="reader">Has the images.</param>
    /// <param name="capacity">Images at most.</param>
    /// <param name="usesCache">Whether to look up, and keep, what was computed before.</param>
    /// <param name="onUnreadable">Told of images that cannot be read, whose numbers become NaN; null throws.</param>
    public NetworkBatch(
        IImageNetwork network, ImageReader reader, int capacity, bool usesCache, Action<UnreadableFile>? onUnreadable)
    {
        (_network, _reader, _onUnreadable) = (network, reader, onUnreadable);
        _cache = usesCache ? network.OpenCache() : null;
        _decoding = network.Preprocessing.ToDecodeOptions();
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = ComputeThreads.Of(network.Threads) };
        _outputs = new float[capacity * network.Outputs];
        _computed = new float[capacity * network.Outputs];
        _contents = new ContentHash[capacity];
        _errors = new ImageFormatException?[capacity];
        _isKnown = new bool[capacity];
    }

    private int PixelsPerImage => _network.Preprocessing.Size * _network.Preprocessing.Size * 3;

    /// <summary>The numbers of an image.</summary>
    public Span<float> this[int slot] => _outputs.AsSpan(slot * _network.Outputs, _network.Outputs);

    /// <summary>Computes the images in the first slots.</summary>
    /// <exception cref="ImageFormatException">One cannot be read, and nobody wants to be told of it.</exception>
    public void Compute(int count)
    {
        int[] unknown = LookUp(count);
        if (unknown.Length == 0)
            return;
        if (_pixels.Length < unknown.Length * PixelsPerImage)
            _pixels = new float[unknown.Length * PixelsPerImage];
        Decode(unknown);
        int[] readable = [.. unknown.Where(Gather)];
        for (int i = 0; i < readable.Length; i++)
        {
            if (readable[i] != unknown[i])
                PixelsAt(Array.IndexOf(unknown, readable[i])).CopyTo(PixelsAt(i));
        }
        if (readable.Length == 0)
            return;
        Span<float> computed = _computed.AsSpan(0, readable.Length * _network.Outputs);
        _network.Run(_pixels.AsSpan(0, readable.Length * PixelsPerImage), readable.Length, computed);
        for (int i = 0; i < readable.Length; i++)
        {
            computed.Slice(i * _network.Outputs, _network.Outputs).CopyTo(this[readable[i]]);
            _contents[i] = _contents[readable[i]];
        }
        _cache?.Add(_contents.AsSpan(0, readable.Length), computed, CancellationToken.None);
    }

    public void Dispose() => _cache?.Dispose();

    private Span<float> PixelsAt(int place) => _pixels.AsSpan(place * PixelsPerImage, PixelsPerImage);

    /// <summary>Fills in what is known of images, and returns the others' slots.</summary>
    private int[] LookUp(int count)
    {
        if (_cache is null || _cache.IsEmpty)
            return [.. Enumerable.Range(0, count)];
        Parallel.For(0, count, _parallel, slot =>
            _isKnown[slot] = _reader.HashOf(slot) is { } content && _cache.TryRead(content, this[slot]));
        return [.. Enumerable.Range(0, count).Where(slot => !_isKnown[slot])];
    }

    private void Decode(int[] slots) => Parallel.For(0, slots.Length, _parallel, place =>
    {
        int slot = slots[place];
        _errors[slot] = null;
        try
        {
            _network.Preprocessing.Apply(
                _reader.Decode(slot, _decoding, _cache is not null, out _contents[slot]), PixelsAt(place));
        }
        catch (ImageFormatException e)
        {
            _errors[slot] = e;
        }
    });

    /// <summary>Whether the image of a slot is to be computed; one that cannot be read is reported.</summary>
    private bool Gather(int slot)
    {
        if (_errors[slot] is not { } error)
            return true;
        if (_onUnreadable is null)
            throw error;
        this[slot].Fill(float.NaN);
        _onUnreadable(UnreadableFile.From(_reader.NameOf(slot), error));
        return false;
    }
}
