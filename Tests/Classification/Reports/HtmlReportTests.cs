using System.Xml;
using System.Xml.Linq;
using MLResNet.Engine.Networks;
using MLResNet.Formats;
using MLResNet.Imaging;
using MLResNet.Metrics;
using MLResNet.Packaging;
using MLResNet.Reports;

namespace MLResNet.Classification.Tests.Reports;

public sealed class HtmlReportTests
{
    private const string Hostile = "<script>alert('\"&1')</script>";

    private static readonly DatasetFinding Finding =
        new(DatasetFindingKind.ImageInTwoClasses, $"The same image stands in two classes: '{Hostile}'.");

    [Fact]
    public void Names_of_files_and_classes_stay_text_whatever_stands_in_them()
    {
        XElement page = Parse(HtmlReport.Create(Manifest(["a & b", Hostile]), Evaluate(["a & b", Hostile]), [Finding], _ => null));

        Assert.Empty(page.Descendants("script"));
        Assert.DoesNotContain(
            page.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.Contains(page.Descendants("th"), cell => cell.Value == Hostile);
        Assert.Contains(page.Descendants("td"), cell => cell.Value == $"photos/{Hostile}/bad.jpg");
        Assert.Contains(page.Descendants("li"), item => item.Value == Finding.Message);
    }

    [Fact]
    public void The_page_needs_nothing_from_outside_and_no_script()
    {
        byte[] thumbnail = Thumbnail.Create(new RgbImage(30, 20));
        string html = HtmlReport.Create(Manifest(["cat", Hostile]), Evaluate(["cat", Hostile]), [Finding], _ => new PhotoThumbnails(thumbnail, thumbnail));
        XElement page = Parse(html);

        Assert.DoesNotContain("//", html.Replace(Convert.ToBase64String(thumbnail), "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("url(", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(page.Descendants(), tag => tag.Name.LocalName is "script" or "link" or "iframe" or "object" or "a");
        Assert.All(
            page.Descendants().Attributes("src"),
            source => Assert.StartsWith("data:image/jpeg;base64,", source.Value, StringComparison.Ordinal));
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_part_stands_where_there_is_something_to_say()
    {
        XElement page = Parse(HtmlReport.Create(Manifest(["cat", "dog"]), Evaluate(["cat", "dog"]), [Finding], _ => null));
        Assert.Equal(
            ["Training", "Confusion matrix", "Classes", "Calibration", "Most wrong", "Least sure", "The data", "Figures", "The model"],
            page.Descendants("h2").Select(title => title.Value));
        Assert.Equal(["Labels to check: 2", "Unreadable files: 1"], page.Descendants("h3").Select(title => title.Value));
        foreach (string name in new[] { "MicroAccuracy", "MacroAccuracy", "LogLoss", "LogLossReduction", "TopKAccuracy" })
            Assert.Contains(page.Descendants("td"), cell => cell.Value == name);

        var perfect = new Evaluation(["cat", "dog"], [new EvaluatedImage("1.jpg", "cat", "cat", 0.9f, 0.9f, 1)], [], topK: 1);
        page = Parse(HtmlReport.Create(Manifest(["cat", "dog"]) with { Provenance = null }, perfect, [], _ => null));
        Assert.DoesNotContain(page.Descendants("h2"), title => title.Value == "Training");
        Assert.Contains("Nothing stands out.", page.Value, StringComparison.Ordinal);
        Assert.Contains("right about every image", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reliability_diagram_has_a_bar_as_high_as_the_share_of_right_answers()
    {
        XElement page = Parse(HtmlReport.Create(Manifest(["cat", "dog"]), Evaluate(["cat", "dog"]), [], _ => null));

        XElement diagram = page.Descendants("svg").Last();
        double[] heights = [.. Rectangles("first").Select(bar => (double)bar.Attribute("height")!)];
        Assert.Equal(5, heights.Length); // 0.6 is wrong, 0.7 right, 0.8 right, 0.9 twice right, 0.95 wrong
        Assert.Equal([0, heights[1], heights[1], heights[1], 0], heights);
        Assert.Equal(["over", "under", "under", "under", "over"], diagram.Elements("rect")
            .Select(bar => bar.Attribute("class")!.Value).Where(style => style is "over" or "under"));
        double[] counts = [.. Rectangles("count").Select(bar => (double)bar.Attribute("height")!)];
        Assert.Equal([1, 1, 1, 2, 1], counts.Select(height => Math.Round(2 * height / counts.Max())));

        IEnumerable<XElement> Rectangles(string style) => diagram.Elements("rect").Where(bar => bar.Attribute("class")!.Value == style);
    }

    [Fact]
    public void The_page_shows_the_figures_the_curves_the_classes_and_the_worst_mistake_first()
    {
        byte[] thumbnail = Thumbnail.Create(new RgbImage(300, 200)), heat = Thumbnail.Create(new RgbImage(20, 20));
        XElement page = Parse(HtmlReport.Create(
            Manifest(["cat", "dog"]), Evaluate(["cat", "dog"]), [], _ => new PhotoThumbnails(thumbnail, heat)));

        Assert.Contains("66.7\u00A0% right", page.Descendants("h1").Single().Value, StringComparison.Ordinal);
        Assert.Equal(
            ["Loss by epoch", "Accuracy by epoch", "Share of right answers by confidence"],
            page.Descendants("svg").Select(chart => chart.Attribute("aria-label")!.Value));
        Assert.Equal(["2", "1", "1", "2"],
            page.Descendants("table").First().Descendants("td").Select(cell => cell.Value)); // rows: what they are
        XElement[] photos = [.. page.Descendants("div").Where(div => (string?)div.Attribute("class") == "photo")];
        Assert.Equal("photos/dog/worst.jpg", photos[0].Attribute("title")!.Value);
        Assert.Equal(["dog", "what speaks for cat"], photos[0].Descendants("img").Select(shown => shown.Attribute("alt")!.Value));
        Assert.Equal([180, 20], photos[0].Descendants("img").Select(
            shown => ImageDecoder.Decode(Convert.FromBase64String(shown.Attribute("src")!.Value.Split("base64,")[1])).Width));
    }

    [Fact]
    public void Images_of_several_labels_have_a_table_of_labels_in_place_of_a_confusion_matrix()
    {
        string[] labels = ["cat", "dog", Hostile];
        float[] thresholds = [0.5f, 0.25f, 0.5f];
        ModelManifest manifest = Manifest(labels) with { Thresholds = thresholds };
        EvaluatedImage[] images =
        [
            Image("both.jpg", [0, 1], [2, 2, -2]), Image("none.jpg", [], [-2, -2, -2]), Image("worst.jpg", [2], [-1, 3, -3]),
            Image("close.jpg", [0], [0.1f, -2, -2]),
        ];

        XElement page = Parse(HtmlReport.Create(manifest, Evaluation.OfLabels(labels, images, [], thresholds), [], _ => null));

        Assert.Equal(
            ["Training", "Labels", "Calibration", "Most wrong", "Least sure", "The data", "Figures", "The model"],
            page.Descendants("h2").Select(title => title.Value));
        Assert.Contains("macro F1", page.Descendants("h1").Single().Value, StringComparison.Ordinal);
        XElement dog = page.Descendants("tr").First(row => row.Elements("td").FirstOrDefault()?.Value == "dog");
        Assert.Equal(["dog", "1", "0.250", "0.500", "1.000", "0.667", "0.500"], dog.Elements("td").Select(cell => cell.Value));
        XElement[] photos = [.. page.Descendants("div").Where(div => (string?)div.Attribute("class") == "photo")];
        Assert.Equal(
            ["worst.jpg", "close.jpg", "worst.jpg", "both.jpg", "none.jpg"], photos.Select(photo => photo.Attribute("title")!.Value));
        Assert.Equal(["miss", "other", "hit"], photos[0].Descendants("li").Select(label => label.Attribute("class")!.Value));
        Assert.Contains(photos, photo => photo.Value.Contains("is nothing, recognised", StringComparison.Ordinal));
        foreach (string name in new[] { "micro F1", "mean average precision", "Hamming loss" })
            Assert.Contains(page.Descendants("td"), cell => cell.Value == name);

        EvaluatedImage Image(string path, int[] own, float[] logits) =>
            EvaluatedImage.From(path, labels, own, Prediction.FromLogits(labels, logits, 1, thresholds));
    }

    [Fact]
    public void Many_classes_are_listed_by_their_confusions_in_place_of_a_matrix()
    {
        string[] labels = [.. Enumerable.Range(0, 40).Select(i => $"class{i}")];
        XElement page = Parse(HtmlReport.Create(Manifest(labels), Evaluate(labels), [], _ => null));

        Assert.DoesNotContain(page.Descendants("table"), table => (string?)table.Attribute("class") == "matrix");
        Assert.Contains(page.Descendants("h2"), title => title.Value == "Most frequent confusions");
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.123, 0.131)]
    [InlineData(-3, 250)]
    [InlineData(5, 5)]
    [InlineData(1e-9, 2e-9)]
    [InlineData(1e12, 3e12)]
    public void Axes_have_a_few_round_values_around_the_range(double low, double high)
    {
        double[] ticks = PlotArea.RoundTicks(low, high);

        Assert.InRange(ticks.Length, 2, 8);
        Assert.True(ticks[0] <= low && ticks[^1] >= high, string.Join(' ', ticks));
        Assert.All(ticks.Zip(ticks.Skip(1)), pair => Assert.True(pair.Second > pair.First));
    }

    private static XElement Parse(string html)
    {
        using var reader = XmlReader.Create(new StringReader(html), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XElement.Load(reader);
    }

    private static ModelManifest Manifest(string[] labels) => new()
    {
        Spec = ResNetFamily.Get("resnet18") with { Classes = labels.Length },
        Preprocessing = new(),
        Labels = labels,
        Provenance = new ModelProvenance(
            "MLResNet 0.1.0", "Scratch", 1, new TrainingData(20, 4, [10, 10], "00ff"),
            new TrainingSettings(96, 2, 8, "AdamW", 0.002, 0.05, 0.1, 0.99, Augmentation.Standard), 2,
            [new EpochMetrics(1, 0.01, 0.9, 0.4, 0.8, 0.5), new EpochMetrics(2, 0.001, 0.3, 0.75, 0.25, 0.875)]),
    };

    /// <summary>Three images of each of the first two classes, one of each mistaken for the other.</summary>
    private static Evaluation Evaluate(string[] labels) => new(
        labels,
        [
            new EvaluatedImage("photos/cat/1.jpg", labels[0], labels[0], 0.9f, 0.9f, 1),
            new EvaluatedImage("photos/cat/2.jpg", labels[0], labels[0], 0.8f, 0.8f, 1),
            new EvaluatedImage("photos/cat/3.jpg", labels[0], labels[1], 0.6f, 0.4f, 2),
            new EvaluatedImage("photos/dog/1.jpg", labels[1], labels[1], 0.9f, 0.9f, 1),
            new EvaluatedImage("photos/dog/2.jpg", labels[1], labels[1], 0.7f, 0.7f, 1),
            new EvaluatedImage("photos/dog/worst.jpg", labels[1], labels[0], 0.95f, 0.05f, 2),
        ],
        [new UnreadableFile($"photos/{Hostile}/bad.jpg", "it is empty")],
        topK: 1);
}
