using MLResNet.Explaining;
using MLResNet.Formats.Png;
using MLResNet.Imaging;
using MLResNet.Packaging;

namespace MLResNet;

/// <summary>
/// Which parts of a picture speak for a label: a heat map by Grad-CAM (Selvaraju et al. 2017, arXiv:1610.02391).
/// </summary>
/// <remarks>
/// Grad-CAM weights each channel A_k of the last feature map with the mean, over its Z positions, of the gradient of the label's
/// logit with respect to A_k, adds the channels up and keeps what is positive. These networks end in global average pooling and a
/// linear classifier: logit = b + sum_k w_k (1/Z) sum_ij A_k(i, j). So the gradient is w_k / Z at every position, and Grad-CAM is
/// ReLU(sum_k w_k A_k) / Z: but for a positive factor the label's class map (Zhou et al. 2016, arXiv:1512.04150), which needs no
/// backward pass. Here it is scaled so that its largest value is 1.
/// </remarks>
public sealed class Explanation
{
    private readonly float[] _heat;

    /// <param name="scored">The label.</param>
    /// <param name="classMap">[height][width]: the label's class map, which this keeps and changes.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="region">What of the picture the network saw.</param>
    internal Explanation(ScoredLabel scored, float[] classMap, int height, int width, RgbImage picture, CropBox region)
    {
        (Label, Score) = scored;
        (Height, Width) = (height, width);
        (Picture, Region) = (picture, region);
        _heat = classMap;
        Peak = Math.Max(0, classMap.Max());
        for (int i = 0; i < classMap.Length; i++)
            classMap[i] = Peak > 0 ? Math.Max(0, classMap[i]) / Peak : 0;
    }

    /// <summary>The label that is explained.</summary>
    public string Label { get; }

    /// <summary>The label's probability, 0 to 1, as <see cref="ImageClassifier.Predict(string)"/> gives it.</summary>
    public float Score { get; }

    /// <summary>Rows of the heat map: those of the network's last feature map, 7 where the input has 224 pixels.</summary>
    public int Height { get; }

    /// <summary>Columns of the heat map.</summary>
    public int Width { get; }

    /// <summary>
    /// [<see cref="Height"/>][<see cref="Width"/>], 0 to 1: how much each part of <see cref="Region"/> speaks for the label, as a
    /// fraction of <see cref="Peak"/>. All 0 where nothing does.
    /// </summary>
    public ReadOnlySpan<float> Heat => _heat;

    /// <summary>
    /// What a heat of 1 stands for: by how much the label's logit would exceed the classifier's bias if all parts spoke as much
    /// for the label as the hottest one. It tells which of two labels has more in its favour, which the maps, each scaled by
    /// itself, do not.
    /// </summary>
    public float Peak { get; }

    /// <summary>
    /// The picture as it was decoded; a large JPEG at a half, a quarter or an eighth of its size, which is enough for the
    /// network.
    /// </summary>
    public RgbImage Picture { get; }

    /// <summary>The part of <see cref="Picture"/> that the network saw, in pixels; the heat map covers it evenly.</summary>
    public CropBox Region { get; }

    /// <summary>
    /// The picture with the heat map over it, scaled bilinearly: dark where nothing speaks for the label, from violet over red to
    /// yellow where something does, and grey where the network did not look.
    /// </summary>
    /// <returns>A new picture of the size of <see cref="Picture"/>.</returns>
    public RgbImage Overlay() => HeatOverlay.Draw(this);

    /// <summary>
    /// Writes <see cref="Overlay"/> as PNG; the file is replaced as a whole, its folder made if it is not there.
    /// </summary>
    /// <param name="path">The file, usually <c>.png</c>.</param>
    /// <exception cref="MLResNetException">The file cannot be written.</exception>
    public void SavePng(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        AtomicFile.Write(path, SavePng);
    }

    /// <summary>Writes <see cref="Overlay"/> as PNG to a stream, which is left open.</summary>
    /// <param name="stream">Receives the file.</param>
    public void SavePng(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(PngEncoder.Encode(Overlay()));
    }

    /// <summary>The label and its score in percent.</summary>
    public override string ToString() => new ScoredLabel(Label, Score).ToString();
}
