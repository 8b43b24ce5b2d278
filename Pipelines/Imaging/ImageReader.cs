using Microsoft.ML;
using MLResNet.Formats;
using MLResNet.Imaging;
using MLResNet.Loading;

namespace MLResNet.Pipelines.Imaging;

/// <summary>Takes images from a column: remembers what rows say, and decodes it later, on any thread.</summary>
internal abstract class ImageReader
{
    /// <summary>Reads the images of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column, of one of the <see cref="ImageColumnKinds"/>.</param>
    /// <param name="slots">Rows that can be remembered.</param>
    public static ImageReader Create(DataViewRow row, DataViewSchema.Column column, int slots) =>
        ImageColumnKinds.Of(column.Type)!.CreateReader(row, column, slots);

    /// <summary>Remembers what the row says now.</summary>
    public abstract void Read(int slot);

    /// <summary>What errors call the image.</summary>
    public abstract string NameOf(int slot);

    /// <summary>The hash of its content; null if it cannot be read.</summary>
    public abstract ContentHash? HashOf(int slot);

    /// <summary>Decodes it; with the hash of its content if that is asked for.</summary>
    /// <exception cref="ImageFormatException">It cannot be read.</exception>
    public abstract RgbImage Decode(int slot, DecodeOptions options, bool hashes, out ContentHash content);

    /// <summary>The path of a file that has it: its own, or a new one among those of the spool.</summary>
    /// <exception cref="MLResNetException">It cannot be written.</exception>
    public abstract string ToFile(int slot, ImageSpool spool);
}
