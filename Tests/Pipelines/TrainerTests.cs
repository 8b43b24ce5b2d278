using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLResNet.Pipelines.Tests;

public sealed class TrainerTests(Photos photos) : IClassFixture<Photos>
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void The_trainer_gives_the_model_of_the_library_and_ML_NET_evaluates_it_alike()
    {
        IDataView rows = _ml.Data.LoadImagesFromFolder(photos.Train), unseen = _ml.Data.LoadImagesFromFolder(photos.Test);
        using ImageClassifier expected = TransferLearning.Train(ImageFolder.Open(photos.Train), Head());

        var model = Pipeline(new() { Training = Head() }).Fit(rows);

        ImageClassifier trained = model.LastTransformer.Classifier;
        Assert.Equal(expected.Labels, trained.Labels);
        Assert.Equal(photos.TestPaths.Select(path => expected.Predict(path).ScoresInOrder.ToArray()),
            model.Transform(unseen).GetColumn<float[]>("Score"));
        MulticlassClassificationMetrics metrics = _ml.MulticlassClassification.Evaluate(
            model.Transform(unseen), topKPredictionCount: 2);
        Evaluation evaluation = expected.Evaluate(ImageFolder.Open(photos.Test));
        Assert.Equal(evaluation.Accuracy, metrics.MicroAccuracy, 12);
        Assert.Equal(evaluation.LogLoss, metrics.LogLoss, 5);
        Assert.Equal(3, metrics.ConfusionMatrix.NumberOfClasses);
    }

    [Fact]
    public void Labels_come_back_as_values_of_a_key_and_as_names_of_the_scores()
    {
        IDataView rows = _ml.Data.LoadImagesFromFolder(photos.Train);
        var model = Pipeline(new() { Training = Head() })
            .Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(rows);

        IDataView scored = model.Transform(_ml.Data.LoadImagesFromFolder(photos.Test));

        VBuffer<ReadOnlyMemory<char>> names = default;
        scored.Schema["Score"].GetSlotNames(ref names);
        string[] labels = [.. names.DenseValues().Select(name => name.ToString())];
        Assert.Equal(["cross", "disc", "stripes"], labels);
        foreach (ScoredRow row in _ml.Data.CreateEnumerable<ScoredRow>(scored, reuseRowObject: true))
            Assert.Equal(labels[Array.IndexOf(row.Score, row.Score.Max())], row.PredictedLabel);
    }

    [Fact]
    public void Bytes_train_the_same_model_as_paths()
    {
        using ImageClassifier ofPaths = Pipeline(new() { Training = Head() })
            .Fit(_ml.Data.LoadImagesFromFolder(photos.Train)).LastTransformer.Classifier;
        IDataView rows = _ml.Data.LoadFromEnumerable(PictureRow.Of(photos.Train));

        using ImageClassifier ofBytes = Pipeline(new() { ImageColumnName = "Image", Training = Head() })
            .Fit(rows).LastTransformer.Classifier;

        Assert.Equal(Weights(ofPaths), Weights(ofBytes));
    }

    [Fact]
    public void A_validation_set_with_labels_as_text_is_used_and_the_log_and_the_callback_hear_of_every_stage()
    {
        var heard = new List<TrainingProgress>();
        var logged = new List<string>();
        _ml.Log += (_, message) =>
        {
            if (message.Source.Contains(nameof(ResNetTrainer), StringComparison.Ordinal))
                logged.Add(message.RawMessage);
        };

        using ImageClassifier model = Pipeline(new()
        {
            Training = Head(),
            Context = _ml,
            Progress = new Listener(heard.Add),
            ValidationSet = _ml.Data.LoadImagesFromFolder(photos.Test),
        }).Fit(_ml.Data.LoadImagesFromFolder(photos.Train)).LastTransformer.Classifier;

        Assert.Equal(photos.TestPaths.Length, model.Manifest.Provenance!.Data.ValidationImages);
        Assert.Contains(heard, progress => progress.Stage == TrainingStage.Features);
        Assert.Contains(logged, text => text.StartsWith("features", StringComparison.Ordinal));
        Assert.Contains(logged, text => text.StartsWith("head", StringComparison.Ordinal));
    }

    [Fact]
    public void Stages_of_the_network_are_trained_as_well_when_that_is_asked_for()
    {
        var options = new ResNetTrainer.Options { Backbone = photos.Backbone, Tune = Tune.LastStages, Epochs = 1 };

        using ImageClassifier model = Pipeline(options)
            .Fit(_ml.Data.LoadImagesFromFolder(photos.Train)).LastTransformer.Classifier;

        Assert.Equal(nameof(Tune.LastStages), model.Manifest.Provenance!.Tune);
    }

    [Fact]
    public void Rows_without_a_label_and_images_that_cannot_be_read_are_left_out_and_told_of()
    {
        var warnings = new List<string>();
        _ml.Log += (_, message) =>
        {
            if (message.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
                warnings.Add(message.Message);
        };
        PictureRow[] rows =
            [.. PictureRow.Of(photos.Train), new() { Label = "disc", Image = [1, 2, 3] }, new() { Label = "", Image = [4] }];

        using ImageClassifier model = Pipeline(new() { ImageColumnName = "Image", Context = _ml, Training = Head() })
            .Fit(_ml.Data.LoadFromEnumerable(rows)).LastTransformer.Classifier;

        Assert.Equal(photos.TrainPaths.Length, model.Manifest.Provenance!.Data.Images);
        Assert.Contains("Left out", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_that_is_no_key_is_refused_in_the_words_of_ML_NET()
    {
        IDataView rows = _ml.Data.LoadImagesFromFolder(photos.Train);
        ResNetTrainer trainer = _ml.MulticlassClassification.Trainers.ResNet(new ResNetTrainer.Options { Training = Head() });

        string alone = Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Fit(rows)).Message;
        string chained = Assert.Throws<ArgumentOutOfRangeException>(
            () => _ml.Transforms.CopyColumns("Copy", "Label").Append(trainer).Fit(rows)).Message;

        const string expected = "Schema mismatch for label column 'Label': expected Key, got String";
        Assert.StartsWith(expected, alone, StringComparison.Ordinal);
        Assert.StartsWith(expected, chained, StringComparison.Ordinal);
    }

    private TransferLearningOptions Head() => new() { Tune = Tune.Head, Backbone = photos.Backbone, L2 = 0.01 };

    private EstimatorChain<ResNetClassifierTransformer> Pipeline(ResNetTrainer.Options options) =>
        _ml.Transforms.Conversion.MapValueToKey("Label").Append(_ml.MulticlassClassification.Trainers.ResNet(options));

    private static float[] Weights(ImageClassifier model) => [.. model.Parameters.SelectMany(parameter => parameter.Values)];

    private sealed class Listener(Action<TrainingProgress> hear) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => hear(value);
    }
}
