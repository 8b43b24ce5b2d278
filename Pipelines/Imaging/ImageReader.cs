using Microsoft.ML;
using Microsoft.ML.Data;
using MLResNet.Formats;
using MLResNet.Imaging;
using MLResNet.Loading;

namespace MLResNet.Pipelines.Imaging;

/// <summary>Takes images from a column: remembers what rows say, and decodes it later, on any thread.</summary>
internal abstract class ImageReader
{
    /// <summary>Whether a column can be read as images: paths, or vectors of bytes.</summary>
    public static bool Reads(DataViewType type) =>
        type is TextDataViewType || (type is VectorDataViewType vector && vector.ItemType.Equals(NumberDataViewType.Byte));

    /// <summary>Reads the images of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column, one that <see cref="Reads"/> accepts.</param>
    /// <param name="slots">Rows that can be remembered.</param>
    public static ImageReader Create(DataViewRow row, DataViewSchema.Column column, int slots) =>
        column.Type is TextDataViewType ? new Paths(row, column, slots) : new Bytes(row, column, slots);

    /// <summary>Remembers what the row says now.</summary>
    public abstract void Read(int slot);

    /// <summary>What errors call the image.</summary>
    public abstract string NameOf(int slot);

    /// <summary>The hash of its content; null if it cannot be read.</summary>
    public abstract ContentHash? HashOf(int slot);

    /// <summary>Decodes it; with the hash of its content if that is asked for.</summary>
    /// <exception cref="ImageFormatException">It cannot be read.</exception>
    public abstract RgbImage Decode(int slot, DecodeOptions options, bool hashes, out ContentHash content);

    private sealed class Paths(DataViewRow row, DataViewSchema.Column column, int slots) : ImageReader
    {
        private readonly ValueGetter<ReadOnlyMemory<char>> _get = row.GetGetter<ReadOnlyMemory<char>>(column);
        private readonly string[] _paths = new string[slots];
        private ReadOnlyMemory<char> _text;

        public override void Read(int slot)
        {
            _get(ref _text);
            _paths[slot] = _text.ToString();
        }

        public override string NameOf(int slot) => _paths[slot];

        public override ContentHash? HashOf(int slot) => ContentHash.OfFile(_paths[slot]);

        public override RgbImage Decode(int slot, DecodeOptions options, bool hashes, out ContentHash content)
        {
            if (hashes)
                return ImageDecoder.DecodeFile(_paths[slot], options, out content);
            content = default;
            return ImageDecoder.DecodeFile(_paths[slot], options);
        }
    }

    private sealed class Bytes(DataViewRow row, DataViewSchema.Column column, int slots) : ImageReader
    {
        private readonly ValueGetter<VBuffer<byte>> _get = row.GetGetter<VBuffer<byte>>(column);
        private readonly VBuffer<byte>[] _images = new VBuffer<byte>[slots];
        private readonly long[] _rows = new long[slots];

        public override void Read(int slot)
        {
            _get(ref _images[slot]);
            if (!_images[slot].IsDense)
            {
                VBuffer<byte> dense = default;
                _images[slot].CopyToDense(ref dense);
                _images[slot] = dense;
            }
            _rows[slot] = row.Position;
        }

        public override string NameOf(int slot) => $"{column.Name}, row {_rows[slot] + 1}";

        public override ContentHash? HashOf(int slot) => ContentHash.Of(_images[slot].GetValues());

        public override RgbImage Decode(int slot, DecodeOptions options, bool hashes, out ContentHash content)
        {
            ReadOnlySpan<byte> image = _images[slot].GetValues();
            content = hashes ? ContentHash.Of(image) : default;
            try
            {
                return ImageDecoder.Decode(image, options);
            }
            catch (ImageFormatException e)
            {
                throw new ImageFormatException($"{NameOf(slot)}: {e.Message}", e);
            }
        }
    }
}
