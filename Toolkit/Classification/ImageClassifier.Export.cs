using MLResNet.Exporting;
using MLResNet.Packaging;

namespace MLResNet;

public sealed partial class ImageClassifier
{
    /// <summary>
    /// Writes the model for other programs. The same model always gives the same bytes, and the path never shows a part of them.
    /// </summary>
    /// <param name="path">The file; replaced if it is there, its folder made if it is not.</param>
    /// <param name="format">The format to write.</param>
    /// <exception cref="MLResNetException">The file cannot be written.</exception>
    public void Export(string path, ExportFormat format)
    {
        ArgumentNullException.ThrowIfNull(path);
        RequireKnown(format);
        AtomicFile.Write(path, stream => Export(stream, format));
    }

    /// <summary>Writes the model for other programs to a stream, which is left open.</summary>
    /// <param name="stream">Receives the model.</param>
    /// <param name="format">The format to write.</param>
    public void Export(Stream stream, ExportFormat format)
    {
        ArgumentNullException.ThrowIfNull(stream);
        RequireKnown(format);
        if (format == ExportFormat.Onnx)
            OnnxExporter.Write(Manifest, Parameters, stream);
        else
            SafetensorsExporter.Write(Manifest, Parameters, stream);
    }

    private static void RequireKnown(ExportFormat format) =>
        OptionRange.Require(Enum.IsDefined(format), nameof(format), "one of ExportFormat's values", format);
}
