using MLResNet.Engine.Networks;
using MLResNet.Features;
using MLResNet.Formats;
using MLResNet.Imaging;

namespace MLResNet;

public sealed partial class ImageClassifier
{
    /// <summary>
    /// Shows which parts of the picture in a file speak for a label, by Grad-CAM; see <see cref="Explanation"/>.
    /// </summary>
    /// <param name="path">The file; its content decides what it is, not its extension.</param>
    /// <param name="label">The label to explain; null for the likeliest.</param>
    /// <exception cref="ImageFormatException">The file cannot be read as an image; the message begins with the path.</exception>
    /// <exception cref="MLResNetException">The model does not know the label.</exception>
    public Explanation Explain(string path, string? label = null) => Explain(ImageDecoder.DecodeFile(path, Decoding), label);

    /// <summary>Shows which parts of an encoded picture speak for a label, by Grad-CAM; see <see cref="Explanation"/>.</summary>
    /// <param name="image">The bytes of a JPEG, PNG, BMP or GIF.</param>
    /// <param name="label">The label to explain; null for the likeliest.</param>
    /// <exception cref="ImageFormatException">They cannot be read as an image.</exception>
    /// <exception cref="MLResNetException">The model does not know the label.</exception>
    public Explanation Explain(ReadOnlySpan<byte> image, string? label = null) => Explain(ImageDecoder.Decode(image, Decoding), label);

    /// <summary>
    /// Shows which parts of an encoded picture speak for a label, by Grad-CAM; see <see cref="Explanation"/>. The stream is read
    /// to its end and left open.
    /// </summary>
    /// <param name="image">A JPEG, PNG, BMP or GIF.</param>
    /// <param name="label">The label to explain; null for the likeliest.</param>
    /// <exception cref="ImageFormatException">It cannot be read as an image.</exception>
    /// <exception cref="MLResNetException">The model does not know the label.</exception>
    public Explanation Explain(Stream image, string? label = null)
    {
        using MemoryStream copy = ReadAll(image);
        return Explain(copy.GetBuffer().AsSpan(0, (int)copy.Length), label);
    }

    /// <summary>Shows which parts of a picture speak for a label, by Grad-CAM; see <see cref="Explanation"/>.</summary>
    /// <param name="image">The picture; any size. The explanation keeps it.</param>
    /// <param name="label">The label to explain; null for the likeliest.</param>
    /// <exception cref="MLResNetException">The model does not know the label.</exception>
    public Explanation Explain(RgbImage image, string? label = null) =>
        ExplainLabels(image, prediction => [label is null ? prediction.Index : IndexOf(label)])[0];

    /// <summary>
    /// Explains the likeliest labels of the picture in a file, in one pass through the network; see <see cref="Explanation"/>.
    /// </summary>
    /// <param name="path">The file; its content decides what it is, not its extension.</param>
    /// <param name="count">How many labels at most; at least 1.</param>
    /// <returns>The likeliest label first, as <see cref="Prediction.Top"/> has them.</returns>
    /// <exception cref="ImageFormatException">The file cannot be read as an image; the message begins with the path.</exception>
    public IReadOnlyList<Explanation> ExplainTop(string path, int count) => ExplainTop(ImageDecoder.DecodeFile(path, Decoding), count);

    /// <summary>
    /// Explains the likeliest labels of a picture, in one pass through the network; see <see cref="Explanation"/>.
    /// </summary>
    /// <param name="image">The picture; any size. The explanations keep it.</param>
    /// <param name="count">How many labels at most; at least 1.</param>
    /// <returns>The likeliest label first, as <see cref="Prediction.Top"/> has them.</returns>
    public IReadOnlyList<Explanation> ExplainTop(RgbImage image, int count) =>
        ExplainLabels(image, prediction => [.. prediction.Top(count).Select(top => IndexOf(top.Label))]);

    private Explanation[] ExplainLabels(RgbImage image, Func<Prediction, int[]> choose)
    {
        int classes = Labels.Count;
        (int height, int width) = _plan.LastMapSize(Preprocessing.Size, Preprocessing.Size);
        float[] logits = new float[classes], classMaps = new float[height * width * classes];
        RunOne(image, (pixels, size) => RunClassMaps(pixels, size, logits, classMaps, width));

        Prediction prediction = PredictionFrom(logits);
        CropBox region = Preprocessing.Region(image);
        return [.. choose(prediction).Select(label =>
        {
            float[] map = [.. Enumerable.Range(0, height * width).Select(position => classMaps[position * classes + label])];
            return new Explanation(new ScoredLabel(Labels[label], prediction.ScoresInOrder[label]), map, height, width, image, region);
        })];
    }

    /// <summary>The logits of a picture and its class maps, of its mirror image too where the model sees that, turned back.</summary>
    private void RunClassMaps(ReadOnlySpan<float> pixels, int size, Span<float> logits, Span<float> classMaps, int width)
    {
        _plan.RunClassMaps(pixels, 1, size, size, logits, classMaps);
        if (!Manifest.MirrorImages)
            return;
        float[] maps = new float[classMaps.Length];
        using var mirrored = new MirrorAverage(pixels, size, logits.Length);
        _plan.RunClassMaps(mirrored.Pixels, 1, size, size, mirrored.Outputs, maps);
        mirrored.AddTo(logits);
        for (int position = 0, classes = logits.Length; position < maps.Length / classes; position++)
        {
            int opposite = position / width * width + width - 1 - position % width;
            for (int label = 0; label < classes; label++)
            {
                ref float value = ref classMaps[position * classes + label];
                value = (value + maps[opposite * classes + label]) / 2;
            }
        }
    }

    private int IndexOf(string label)
    {
        for (int i = 0; i < Labels.Count; i++)
        {
            if (Labels[i] == label)
                return i;
        }
        throw new MLResNetException(
            $"The model knows no label '{label}'; did you mean '{string.Join("', '", SimilarIds.Of(label, Labels))}'?");
    }
}
