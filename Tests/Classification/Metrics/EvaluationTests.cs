using System.Text.Json;
using MLResNet.Metrics;

namespace MLResNet.Classification.Tests.Metrics;

public sealed class EvaluationTests
{
    private static readonly string[] Shapes = ["circle", "square"];

    [Fact]
    public void Metrics_are_those_of_their_definitions()
    {
        using JsonDocument oracle = JsonDocument.Parse(File.ReadAllText(
            Path.Combine(AppContext.BaseDirectory, "Metrics", "Fixtures", "evaluation.json")));
        JsonElement expected = oracle.RootElement;
        string[] labels = [.. expected.GetProperty("labels").EnumerateArray().Select(label => label.GetString()!)];
        var images = expected.GetProperty("truth").EnumerateArray().Zip(expected.GetProperty("logits").EnumerateArray())
            .Select((pair, i) => Image(labels, $"{i}.jpg", pair.First.GetInt32(), Numbers(pair.Second)));

        var evaluation = new Evaluation(labels, [.. images], [], expected.GetProperty("top").GetInt32());

        Near("accuracy", evaluation.Accuracy);
        Near("accuracy", evaluation.MicroF1);
        Near("low", evaluation.AccuracyInterval.Low);
        Near("high", evaluation.AccuracyInterval.High);
        Near("topAccuracy", evaluation.TopKAccuracy);
        Near("macroPrecision", evaluation.MacroPrecision);
        Near("macroRecall", evaluation.MacroRecall);
        Near("macroF1", evaluation.MacroF1);
        Near("logLoss", evaluation.LogLoss);
        Near("logLossReduction", evaluation.LogLossReduction);
        for (int row = 0; row < labels.Length; row++)
        {
            Assert.Equal(Numbers(expected.GetProperty("confusion")[row]),
                Enumerable.Range(0, labels.Length).Select(column => (float)evaluation.Confusion[row, column]));
            Assert.Equal(expected.GetProperty("precision")[row].GetDouble(), evaluation.Classes[row].Precision, 1e-12);
            Assert.Equal(expected.GetProperty("recall")[row].GetDouble(), evaluation.Classes[row].Recall, 1e-12);
            Assert.Equal(expected.GetProperty("f1")[row].GetDouble(), evaluation.Classes[row].F1, 1e-12);
        }

        // Scores are single precision in both; exp differs in its last bits between mathematics libraries.
        void Near(string name, double value) => Assert.Equal(expected.GetProperty(name).GetDouble(), value, 1e-6);
    }

    [Fact]
    public void A_perfect_evaluation_of_one_class_has_no_undefined_figure()
    {
        var evaluation = new Evaluation(Shapes, [Image(Shapes, "a.jpg", 0, [50, -50])], [], topK: 5);

        Assert.Equal(1, evaluation.Accuracy);
        Assert.Equal(1, evaluation.MacroF1);
        Assert.Equal(0, evaluation.LogLoss, 1e-12);
        Assert.Equal(0, evaluation.LogLossReduction);
        Assert.Equal(1, evaluation.AccuracyInterval.High);
        Assert.Equal(0.2065, evaluation.AccuracyInterval.Low, 1e-4); // 1 of 1: n / (n + z^2)
        Assert.Equal(2, evaluation.TopK);
    }

    [Fact]
    public void The_table_reads_the_same_in_every_culture()
    {
        EvaluatedImage[] images =
        [
            .. Enumerable.Range(0, 7).Select(i => Image(Shapes, $"{i}.jpg", i % 2, [1, -1])),
        ];
        var evaluation = new Evaluation(Shapes, images, [new UnreadableFile("x.jpg", "empty")], topK: 1);

        Assert.Equal(
            """
            accuracy   57.1 %  95 % interval 25.0 to 84.2 %; 4 of 7 images
            macro F1    0.364  micro F1 0.571
            log-loss    0.984  log-loss reduction -0.441
            ECE         0.309  expected calibration error
            unreadable      1

            class   images  precision  recall     F1  most often taken for
            circle       4      0.571   1.000  0.727
            square       3      0.000   0.000  0.000  circle (3)
            """.ReplaceLineEndings(), evaluation.ToString());
        Assert.Equal(
            """
                    circle  square
            circle       4       0
            square       3       0
            """.ReplaceLineEndings(), evaluation.Confusion.ToString());
    }

    [Fact]
    public void The_calibration_error_is_the_mean_distance_of_confidence_and_accuracy_in_15_bins()
    {
        var random = new Random(5);
        EvaluatedImage[] images = [.. Enumerable.Range(0, 500).Select(_ => Confident(0.5f + random.NextSingle() / 2, random.Next(4) > 0))];
        var evaluation = new Evaluation(Shapes, images, [], topK: 1);

        double expected = 0;
        for (int bin = 0; bin < 15; bin++)
        {
            EvaluatedImage[] own = [.. images.Where(image =>
                image.PredictedScore > bin / 15.0 && image.PredictedScore <= (bin + 1) / 15.0)];
            Assert.Equal((bin / 15.0, own.Length), (evaluation.CalibrationBins[bin].Low, evaluation.CalibrationBins[bin].Images));
            if (own.Length == 0)
                continue;
            double confidence = 0, right = 0;
            foreach (EvaluatedImage image in own)
                (confidence, right) = (confidence + image.PredictedScore, right + (image.Correct ? 1 : 0));
            expected += Math.Abs(right - confidence) / images.Length;
        }
        Assert.Equal(expected, evaluation.CalibrationError, 1e-9);
        Assert.InRange(expected, 0.1, 0.3); // three of four are right, at all confidences
    }

    [Fact]
    public void Calibrated_answers_have_no_calibration_error_and_certain_wrong_ones_an_error_of_one()
    {
        EvaluatedImage[] calibrated =
        [
            .. Enumerable.Range(0, 10).Select(i => Confident(0.8f, i < 8)),
            .. Enumerable.Range(0, 10).Select(i => Confident(0.6f, i < 6)),
            .. Enumerable.Range(0, 4).Select(_ => Confident(1, true)),
        ];

        Assert.Equal(0, new Evaluation(Shapes, calibrated, [], topK: 1).CalibrationError, 1e-7);
        Assert.Equal(1, new Evaluation(Shapes, [Confident(1, false), Confident(1, false)], [], topK: 1).CalibrationError, 1e-7);
    }

    [Fact]
    public void A_label_is_suspected_where_the_model_is_as_sure_of_another_as_it_is_of_that_one_s_own_images()
    {
        EvaluatedImage[] images =
        [
            Square("1.jpg", 0.9f), Square("2.jpg", 0.7f), // sure to 0.8 on average
            new("just-below.jpg", "circle", "square", 0.79f, 0.21f, 2),
            new("sure.jpg", "circle", "square", 0.81f, 0.19f, 2),
            new("surer.jpg", "circle", "square", 0.97f, 0.03f, 2),
            new("right.jpg", "circle", "circle", 0.99f, 0.99f, 1),
        ];

        var evaluation = new Evaluation([.. Shapes, "absent"], images, [], topK: 1);

        Assert.Equal(["surer.jpg", "sure.jpg"], evaluation.SuspectedLabels.Select(image => image.Path));

        static EvaluatedImage Square(string path, float score) => new(path, "square", "square", score, score, 1);
    }

    private static EvaluatedImage Confident(float score, bool correct) =>
        new("a.jpg", correct ? "circle" : "square", "circle", score, correct ? score : 1 - score, correct ? 1 : 2);

    private static EvaluatedImage Image(string[] labels, string path, int truth, float[] logits)
    {
        float[] scores = Prediction.Softmax(logits);
        var prediction = new Prediction(labels, scores);
        return new EvaluatedImage(path, labels[truth], prediction.Label, prediction.Score, scores[truth], prediction.RankOf(truth));
    }

    private static float[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetSingle())];
}
