using System.Globalization;
using System.Xml.Linq;
using MLResNet.Metrics;
using MLResNet.Reports;

namespace MLResNet.Classification.Tests.Reports;

public sealed class TrainingCurvesTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly TrainingCurve Falling = Curve("falling", (0.5, 0.4), (0.75, 0.6), (1, 0.8));

    [Fact]
    public void Each_model_has_a_dashed_line_for_training_and_a_solid_one_for_validation()
    {
        XElement[] lines = Lines(TrainingCurves.Draw([Falling, Curve("flat", (0.5, 0.4), (0.5, 0.4))]));

        Assert.Equal(["training", "training", "validation", "validation"], lines.Select(line => line.Attribute("class")!.Value));
        Assert.Equal([true, true, false, false], lines.Select(IsDashed));
        Assert.Equal(2, lines.Select(line => line.Attribute("style")!.Value.Split(';')[0]).Distinct().Count()); // a colour a model

        static bool IsDashed(XElement line) => !line.Attribute("style")!.Value.EndsWith("none", StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_have_the_errors_height_on_one_scale_and_equal_errors_are_level()
    {
        string svg = TrainingCurves.Draw([Falling]);
        double[] training = Heights(Lines(svg)[0]), validation = Heights(Lines(svg)[1]);

        // 50, 25 and 0 percent, then 60, 40 and 20: as far apart on paper as in numbers.
        double percent = (training[2] - training[0]) / 50;
        Assert.True(percent > 1);
        Assert.Equal(25 * percent, training[1] - training[0], 0.2);
        Assert.Equal(40 * percent, validation[2] - validation[0], 0.2);
        Assert.Equal(10 * percent, training[0] - validation[0], 0.2);
        Assert.Contains(Texts(svg), text => text == "20 %");
        Assert.Contains("epoch", Texts(svg));
    }

    [Fact]
    public void Without_validation_there_is_no_panel_for_it_and_one_that_began_late_has_a_shorter_line()
    {
        var alone = new TrainingCurve("alone", [new EpochMetrics(1, 0.1, 1, 0.5), new EpochMetrics(2, 0.1, 1, 0.6)]);
        Assert.Single(Lines(TrainingCurves.Draw([alone])));
        Assert.DoesNotContain("validation error", Texts(TrainingCurves.Draw([alone])));

        XElement[] lines = Lines(TrainingCurves.Draw([alone, new TrainingCurve("late", [alone.History[0], Falling.History[1], Falling.History[2]])]));
        Assert.Equal([2, 3, 2], lines.Select(line => Heights(line).Length));
    }

    [Fact]
    public void Names_stay_text_whatever_stands_in_them_and_the_picture_needs_nothing_from_outside()
    {
        const string hostile = "<a href='&\"\u0001\uD800\U0001F600";
        string svg = TrainingCurves.Draw([Falling with { Name = hostile }, Falling with { Name = new string('x', 300) }]);

        Assert.Contains("<a href='&\"\uFFFD\uFFFD\U0001F600", Texts(svg));
        Assert.Contains(Texts(svg), text => text.StartsWith("xxx", StringComparison.Ordinal) && text.Length < 40);
        Assert.DoesNotContain(XDocument.Parse(svg).Descendants(), tag => tag.Name.LocalName is "a" or "script" or "image" or "use");
        Assert.DoesNotContain("url(", svg, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", svg, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_same_trainings_give_the_same_text_in_every_culture()
    {
        string expected = TrainingCurves.Draw([Falling]);
        CultureInfo culture = CultureInfo.CurrentCulture, withCommas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        withCommas.NumberFormat.NumberDecimalSeparator = ",";
        try
        {
            CultureInfo.CurrentCulture = withCommas;
            Assert.Equal(expected, TrainingCurves.Draw([Falling]));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Accuracies_that_are_none_leave_gaps_and_many_models_are_still_told_apart()
    {
        Assert.Equal(2, Lines(TrainingCurves.Draw([Falling, Curve("odd", (-1, 1e300), (double.NaN, 2))])).Length);
        XElement[] legend = [.. XDocument.Parse(TrainingCurves.Draw([.. Enumerable.Range(0, 8).Select(i => Falling with { Name = $"m{i}" })]))
            .Root!.Elements().SkipWhile(tag => tag.Name != Svg + "line").TakeWhile(tag => tag.Name != Svg + "path")];
        string[] marks = [.. legend.Where(tag => tag.Name.LocalName is "circle" or "rect" or "polygon").Select(Look)];
        Assert.Equal(8, marks.Length);
        Assert.Equal(8, marks.Distinct().Count());

        // Shape and whether it is filled, with the colour left out.
        static string Look(XElement mark) => mark.Name.LocalName
            + (mark.Attribute("points")?.Value.Split(' ').Length.ToString(CultureInfo.InvariantCulture) ?? "")
            + (mark.Attribute("fill")!.Value == "#ffffff");
    }

    [Fact]
    public void Nothing_to_draw_is_refused()
    {
        Assert.Throws<ArgumentException>(() => TrainingCurves.Draw([]));
        Assert.Throws<ArgumentException>(() => TrainingCurves.Draw([Falling, new TrainingCurve("none", [])]));
    }

    private static TrainingCurve Curve(string name, params (double Training, double Validation)[] accuracies) =>
        new(name, [.. accuracies.Select((pair, i) => new EpochMetrics(i + 1, 0.1, 1, pair.Training, 1, pair.Validation))]);

    private static XElement[] Lines(string svg) => [.. XDocument.Parse(svg).Root!.Elements(Svg + "path")];

    private static string[] Texts(string svg) => [.. XDocument.Parse(svg).Root!.Elements(Svg + "text").Select(text => text.Value)];

    private static double[] Heights(XElement line) =>
        [.. line.Attribute("d")!.Value.Split('M', 'L').Skip(1).Select(point => double.Parse(point.Split(' ')[1], CultureInfo.InvariantCulture))];
}
