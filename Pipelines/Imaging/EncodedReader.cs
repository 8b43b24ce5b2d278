using Microsoft.ML;
using Microsoft.ML.Data;
using MLResNet.Formats;
using MLResNet.Imaging;
using MLResNet.Loading;

namespace MLResNet.Pipelines.Imaging;

/// <summary>Encoded images, whose bytes the rows have.</summary>
internal sealed class EncodedReader(DataViewRow row, DataViewSchema.Column column, int slots) : ImageReader
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

    public override string ToFile(int slot, ImageSpool spool) => spool.Add(_images[slot].GetValues());
}
