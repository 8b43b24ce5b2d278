using MLResNet.Features;
using MLResNet.Formats;
using MLResNet.Imaging;
using MLResNet.Loading;

namespace MLResNet.Pipelines.Imaging;

/// <summary>
/// Runs the images that a reader remembers through a network, together, in two steps, so that one batch can be prepared while
/// another is computed. Each step is for one thread at a time, though it uses many.
/// </summary>
internal sealed class NetworkBatch
{
    private readonly IImageNetwork _network;
    private readonly ImageReader _reader;
    private readonly int _firstSlot;
    private readonly FeatureCache? _cache;
    private readonly Action<UnreadableFile>? _onUnreadable;
    private readonly DecodeOptions _decoding;
    private readonly ParallelOptions _parallel;
    private readonly float[] _outputs;
    private readonly float[] _computed;
    private readonly ContentHash[] _contents;
    private readonly ImageFormatException?[] _errors;
    private readonly bool[] _isKnown;
    private int[] _unknown = [];
    private float[] _pixels = [];

    /// <param name="network">The network.</param>
    /// <param name="reader">Has the images.</param>
    /// <param name="firstSlot">Where the reader has the first of them.</param>
    /// <param name="capacity">Images at most.</param>
    /// <param name="cache">Where to look up, and keep, what was computed before; null for nowhere.</param>
    /// <param name="onUnreadable">Told of images that cannot be read, whose numbers become NaN; null throws.</param>
    public NetworkBatch(
        IImageNetwork network, ImageReader reader, int firstSlot, int capacity, FeatureCache? cache,
        Action<UnreadableFile>? onUnreadable)
    {
        (_network, _reader, _firstSlot, _cache, _onUnreadable) = (network, reader, firstSlot, cache, onUnreadable);
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
    public Span<float> this[int image] => _outputs.AsSpan(image * _network.Outputs, _network.Outputs);

    /// <summary>Looks the first images up, and decodes those that are not known.</summary>
    public void Prepare(int count)
    {
        _unknown = LookUp(count);
        if (_pixels.Length < _unknown.Length * PixelsPerImage)
            _pixels = new float[_unknown.Length * PixelsPerImage];
        Parallel.For(0, _unknown.Length, _parallel, place => Decode(_unknown[place], PixelsAt(place)));
    }

    /// <summary>Computes the images that have been prepared.</summary>
    /// <exception cref="ImageFormatException">One cannot be read, and nobody wants to be told of it.</exception>
    public void Compute()
    {
        int[] readable = [.. _unknown.Where(IsToBeComputed)];
        for (int i = 0; i < readable.Length; i++)
        {
            if (readable[i] != _unknown[i])
                PixelsAt(Array.IndexOf(_unknown, readable[i])).CopyTo(PixelsAt(i));
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

    private Span<float> PixelsAt(int place) => _pixels.AsSpan(place * PixelsPerImage, PixelsPerImage);

    /// <summary>Fills in what is known of images, and returns the others.</summary>
    private int[] LookUp(int count)
    {
        if (_cache is null || _cache.IsEmpty)
            return [.. Enumerable.Range(0, count)];
        Parallel.For(0, count, _parallel, image =>
            _isKnown[image] = _reader.HashOf(_firstSlot + image) is { } content && _cache.TryRead(content, this[image]));
        return [.. Enumerable.Range(0, count).Where(image => !_isKnown[image])];
    }

    private void Decode(int image, Span<float> pixels)
    {
        _errors[image] = null;
        try
        {
            RgbImage picture = _reader.Decode(_firstSlot + image, _decoding, _cache is not null, out _contents[image]);
            _network.Preprocessing.Apply(picture, pixels);
        }
        catch (ImageFormatException e)
        {
            _errors[image] = e;
        }
    }

    /// <summary>Whether an image could be read; one that could not is reported.</summary>
    private bool IsToBeComputed(int image)
    {
        if (_errors[image] is not { } error)
            return true;
        if (_onUnreadable is null)
            throw error;
        this[image].Fill(float.NaN);
        _onUnreadable(UnreadableFile.From(_reader.NameOf(_firstSlot + image), error));
        return false;
    }
}
