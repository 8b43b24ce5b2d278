namespace MLResNet.Loading;

/// <summary>
/// Images ready for a network. The arrays behind it are used again for a later batch: it is valid until the next one is asked
/// for.
/// </summary>
public sealed class ImageBatch
{
    private readonly IReadOnlyList<string> _paths;
    private readonly int _imageLength;
    private readonly float[] _pixels;
    private readonly int[] _labels;
    private readonly int[] _indices;
    private readonly ContentHash[] _contents;
    private readonly bool[] _isLoaded;

    internal ImageBatch(int capacity, int size, IReadOnlyList<string> paths)
    {
        _paths = paths;
        _imageLength = size * size * 3;
        _pixels = new float[capacity * _imageLength];
        _labels = new int[capacity];
        _indices = new int[capacity];
        _contents = new ContentHash[capacity];
        _isLoaded = new bool[capacity];
        Size = size;
    }

    /// <summary>The number of images.</summary>
    public int Count { get; private set; }

    /// <summary>The side of the images.</summary>
    public int Size { get; }

    /// <summary>Count x Size x Size x 3 numbers, NHWC.</summary>
    public ReadOnlyMemory<float> Pixels => _pixels.AsMemory(0, Count * _imageLength);

    /// <summary>The class of each image, -1 where it is not known.</summary>
    public ReadOnlySpan<int> Labels => _labels.AsSpan(0, Count);

    /// <summary>Where each image stands in the list that is loaded from.</summary>
    public ReadOnlySpan<int> Indices => _indices.AsSpan(0, Count);

    /// <summary>The content of each image's file, where the loader was asked for it.</summary>
    internal ReadOnlySpan<ContentHash> Contents => _contents.AsSpan(0, Count);

    /// <summary>The file of an image.</summary>
    /// <param name="image">From 0 to below <see cref="Count"/>.</param>
    internal string PathOf(int image) => _paths[_indices[image]];

    /// <summary>The images that are still being loaded; guarded by the pipeline's lock.</summary>
    internal int Pending { get; set; }

    internal int Capacity => _labels.Length;

    /// <summary>Where the pixels of one image go.</summary>
    internal Span<float> PixelsOf(int slot) => _pixels.AsSpan(slot * _imageLength, _imageLength);

    /// <summary>Notes how the loading of one image ended.</summary>
    internal void Set(int slot, int index, int label, ContentHash content, bool isLoaded)
    {
        _contents[slot] = content;
        _indices[slot] = index;
        _labels[slot] = label;
        _isLoaded[slot] = isLoaded;
    }

    /// <summary>Closes the gaps that unreadable files left among the first <paramref name="slots"/>.</summary>
    internal void Close(int slots)
    {
        Count = 0;
        for (int slot = 0; slot < slots; slot++)
        {
            if (!_isLoaded[slot])
                continue;
            if (slot != Count)
            {
                PixelsOf(slot).CopyTo(PixelsOf(Count));
                _labels[Count] = _labels[slot];
                _indices[Count] = _indices[slot];
                _contents[Count] = _contents[slot];
            }
            Count++;
        }
    }
}
