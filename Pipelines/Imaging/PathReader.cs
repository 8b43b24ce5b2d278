using Microsoft.ML;
using MLResNet.Formats;
using MLResNet.Imaging;
using MLResNet.Loading;

namespace MLResNet.Pipelines.Imaging;

/// <summary>Images in files, whose paths the rows have.</summary>
internal sealed class PathReader(DataViewRow row, DataViewSchema.Column column, int slots) : ImageReader
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

    public override string ToFile(int slot, ImageSpool spool) => _paths[slot];
}
