using System.Text.Json;
using MLResNet.Metrics;
using MLResNet.Training;

namespace MLResNet.Classification.Tests.Metrics;

public sealed class LabelEvaluationTests
{
    private static readonly string[] Colours = ["blue", "red"];

    [Fact]
    public void Metrics_are_those_of_their_definitions()
    {
        using JsonDocument oracle = JsonDocument.Parse(File.ReadAllText(
            Path.Combine(AppContext.BaseDirectory, "Metrics", "Fixtures", "label_evaluation.json")));
        JsonElement expected = oracle.RootElement;
        string[] labels = [.. expected.GetProperty("labels").EnumerateArray().Select(label => label.GetString()!)];
        float[] thresholds = Numbers(expected.GetProperty("thresholds"));
        int[][] truth = [.. expected.GetProperty("truth").EnumerateArray()
            .Select(row => row.EnumerateArray().Select(label => label.GetInt32()).ToArray())];
        float[][] logits = [.. expected.GetProperty("logits").EnumerateArray().Select(Numbers)];

        Evaluation evaluation = Evaluate(labels, thresholds, truth, logits);

        Near("accuracy", evaluation.Accuracy);
        Near("hammingLoss", evaluation.HammingLoss!.Value);
        Near("macroPrecision", evaluation.MacroPrecision);
        Near("macroRecall", evaluation.MacroRecall);
        Near("macroF1", evaluation.MacroF1);
        Near("microF1", evaluation.MicroF1);
        Near("meanAveragePrecision", evaluation.MeanAveragePrecision!.Value);
        Near("logLoss", evaluation.LogLoss);
        Near("logLossReduction", evaluation.LogLossReduction);
        Near("calibrationError", evaluation.CalibrationError);
        for (int label = 0; label < labels.Length; label++)
        {
            ClassMetrics metrics = evaluation.Classes[label];
            Assert.Equal(expected.GetProperty("support")[label].GetInt32(), metrics.Support);
            Assert.Equal(expected.GetProperty("precision")[label].GetDouble(), metrics.Precision, 1e-12);
            Assert.Equal(expected.GetProperty("recall")[label].GetDouble(), metrics.Recall, 1e-12);
            Assert.Equal(expected.GetProperty("f1")[label].GetDouble(), metrics.F1, 1e-12);
            Assert.Equal(thresholds[label], metrics.Threshold);
            JsonElement precision = expected.GetProperty("averagePrecision")[label];
            Assert.Equal(precision.ValueKind == JsonValueKind.Null ? -1 : precision.GetDouble(), metrics.AveragePrecision ?? -1, 1e-9);
        }

        // The thresholds that training would choose reach the highest F1 there is.
        float[] scores = [.. logits.SelectMany(row => Prediction.Sigmoid(row))];
        bool[] table = [.. truth.SelectMany(own => labels.Select((_, label) => own.Contains(label)))];
        Evaluation chosen = Evaluate(labels, LabelThresholds.Choose(scores, table, labels.Length), truth, logits);
        for (int label = 0; label < labels.Length; label++)
            Assert.Equal(expected.GetProperty("bestF1")[label].GetDouble(), chosen.Classes[label].F1, 1e-9);

        void Near(string name, double value) => Assert.Equal(expected.GetProperty(name).GetDouble(), value, 1e-6);
    }

    [Fact]
    public void Images_without_any_label_leave_no_figure_undefined()
    {
        Evaluation evaluation = Evaluate(Colours, [0.5f, 0.5f], [[], []], [[-50, -50], [-50, -50]]);

        Assert.Equal((1, 0, 0, 0), (evaluation.Accuracy, evaluation.MacroF1, evaluation.MicroF1, evaluation.HammingLoss));
        Assert.Equal((0, 0), (evaluation.LogLoss, evaluation.LogLossReduction));
        Assert.Null(evaluation.MeanAveragePrecision);
        Assert.Empty(evaluation.SuspectedLabels);
    }

    [Fact]
    public void The_table_reads_the_same_in_every_culture()
    {
        Evaluation evaluation = Evaluate(Colours, [0.5f, 0.25f], [[0], [1], [0, 1], []], [[2, -2], [-2, -1], [2, 2], [-2, -1]]);

        Assert.Equal(
            """
            accuracy   75.0 %  95 % interval 30.1 to 95.4 %; all labels right on 3 of 4 images
            macro F1    0.900  micro F1 0.889
            mAP         0.917  mean average precision
            Hamming     0.125  share of wrong labels
            log-loss    0.299  log-loss reduction 0.569
            ECE         0.147  expected calibration error

            label  images  threshold  precision  recall     F1     AP
            blue        2      0.500      1.000   1.000  1.000  1.000
            red         2      0.250      0.667   1.000  0.800  0.833
            """.ReplaceLineEndings(), evaluation.ToString());
    }

    [Fact]
    public void An_image_tells_its_worst_answers_and_shows_all_labels_that_matter()
    {
        string[] labels = ["a", "b", "c", "d", "e"];
        Evaluation evaluation = Evaluate(labels, [0.5f, 0.5f, 0.5f, 0.5f, 0.01f], [[0, 3]], [[3, 2, 1, -1, -4]]);
        EvaluatedImage image = evaluation.Predictions[0];

        Assert.Equal(("a|d", "a|b|c|e"), (image.Label, image.PredictedLabel));
        Assert.Equal(["a", "b", "c", "d", "e"], image.Top.Select(top => top.Label)); // three likeliest, 'd' it has, 'e' it is given
        Assert.Equal(1 - 0.880797f, image.LabelScore, 1e-5f); // 'b', which it has not
        Assert.Equal(0.0179862f, image.PredictedScore, 1e-5f); // 'e', by a low threshold
        Assert.False(image.Correct);
    }

    [Fact]
    public void Labels_are_suspected_where_the_model_is_surer_of_the_contrary_than_it_is_where_it_is_right()
    {
        int[][] truth = [[0], [0], [], [], [], [0], []];
        float[][] logits = [[2, -2], [1, -2], [-2, -2], [-1, -2], [3, -2], [-3, -2], [0.2f, -2]];

        Evaluation evaluation = Evaluate(Colours, [0.5f, 0.5f], truth, logits);

        // 4 is blue to the model and has no label; 5 is labelled blue and is not; 6 is a close call.
        Assert.Equal(["4.png", "5.png"], evaluation.SuspectedLabels.Select(image => image.Path).Order(StringComparer.Ordinal));
    }

    private static Evaluation Evaluate(string[] labels, float[] thresholds, int[][] truth, float[][] logits) => Evaluation.OfLabels(
        labels,
        [
            .. truth.Zip(logits).Select((pair, i) => EvaluatedImage.From(
                $"{i}.png", labels, pair.First, Prediction.FromLogits(labels, pair.Second, 1, thresholds))),
        ],
        [], thresholds);

    private static float[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetSingle())];
}
