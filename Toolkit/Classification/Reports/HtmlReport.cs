using System.Reflection;
using System.Text;
using MLResNet.Packaging;

namespace MLResNet.Reports;

/// <summary>
/// A page on a model and its evaluation: figures, training curves, confusion matrix (of images of one label), classes,
/// calibration, the most wrong and the least sure images, and what is to be said of the data. One file without scripts or links:
/// the pictures are in it, as thumbnails. It reads well on a phone and on paper.
/// </summary>
public static partial class HtmlReport
{
    /// <summary>Writes the report; the file is replaced as a whole.</summary>
    /// <param name="path">The file, usually <c>.html</c>.</param>
    /// <param name="model">The model.</param>
    /// <param name="evaluation">Its evaluation; thumbnails are made of the evaluated files that are still there.</param>
    /// <param name="findings">What <see cref="ImageFolder.Check"/> says of the data; null for nothing.</param>
    /// <exception cref="MLResNetException">The file cannot be written.</exception>
    public static void Write(
        string path, ImageClassifier model, Evaluation evaluation, IReadOnlyList<DatasetFinding>? findings = null)
    {
        byte[] page = Encoding.UTF8.GetBytes(Create(model, evaluation, findings));
        AtomicFile.Write(path, stream => stream.Write(page));
    }

    /// <summary>The report as HTML.</summary>
    /// <param name="model">The model.</param>
    /// <param name="evaluation">Its evaluation; thumbnails are made of the evaluated files that are still there.</param>
    /// <param name="findings">What <see cref="ImageFolder.Check"/> says of the data; null for nothing.</param>
    public static string Create(ImageClassifier model, Evaluation evaluation, IReadOnlyList<DatasetFinding>? findings = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(evaluation);
        return Create(model.Manifest, evaluation, findings ?? [], path => PhotoThumbnails.Of(path, model));
    }

    /// <summary>The report as HTML.</summary>
    /// <param name="manifest">The model's manifest.</param>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="findings">What is to be said of the data.</param>
    /// <param name="thumbnails">Gives small JPEGs for a path, or null.</param>
    internal static string Create(
        ModelManifest manifest, Evaluation evaluation, IReadOnlyList<DatasetFinding> findings, Func<string, PhotoThumbnails?> thumbnails)
    {
        var html = new HtmlBuilder();
        html.AppendMarkup("""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'" />
            <title>Model report</title>
            <style>

            """);
        html.AppendMarkup(Style());
        html.AppendMarkup("</style>\n</head>\n<body>\n<main>\n");
        AppendSummary(html, manifest, evaluation);
        AppendCurves(html, manifest.Provenance);
        if (evaluation.IsMultiLabel)
            AppendLabels(html, evaluation);
        else
        {
            AppendConfusion(html, evaluation.Confusion);
            AppendClasses(html, evaluation);
        }
        AppendCalibration(html, manifest.Temperature, evaluation);
        AppendMistakes(html, evaluation, thumbnails);
        AppendLeastSure(html, evaluation, thumbnails);
        AppendData(html, evaluation, findings);
        AppendFigures(html, evaluation);
        AppendProvenance(html, manifest);
        html.AppendMarkup("</main>\n</body>\n</html>\n");
        return html.ToString();
    }

    private static string Style()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("MLResNet.Reports.Report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
