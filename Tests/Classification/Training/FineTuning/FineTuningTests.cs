using MLResNet.Engine.Networks;
using MLResNet.Engine.Optimizers;
using MLResNet.Imaging;
using MLResNet.Metrics;
using MLResNet.Packaging;
using MLResNet.Training;
using MLResNet.Training.Checkpoints;

namespace MLResNet.Classification.Tests.Training.FineTuning;

public sealed class FineTuningTests : IClassFixture<TrainedShapes>, IDisposable
{
    // A penalty so high that a head learns little: shapes are easy, and there has to be something left to improve.
    private const double PoorHead = 100;

    private readonly TrainedShapes _shapes;
    private readonly string _folder = Directory.CreateTempSubdirectory("mlresnet-").FullName;

    public FineTuningTests(TrainedShapes shapes)
    {
        _shapes = shapes;
        using ImageClassifier backbone = TransferLearning.Train(shapes.Folder, TrainedShapes.Options with { Epochs = 1, Threads = 1 });
        backbone.Save(Path.Combine(_folder, "shapes.mlresnet"));
    }

    // 54 images to train on, in batches of 8: six steps an epoch.
    private TransferLearningOptions Options => new()
    {
        Tune = Tune.LastStages,
        Backbone = Backbone.FromFile(Path.Combine(_folder, "shapes.mlresnet")),
        BatchSize = 8,
        Epochs = 3,
        ValidationFraction = 0.25,
        FeatureCacheBytes = 0,
        Threads = 1,
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(Tune.LastStages, 1)]
    [InlineData(Tune.LastStages, 2)]
    [InlineData(Tune.All, 3)]
    public void What_is_to_be_trained_changes_and_the_rest_stays_as_it_is_to_the_last_bit(Tune tune, int stages)
    {
        NetworkParameters before = ImageClassifier.Load(Path.Combine(_folder, "shapes.mlresnet")).Parameters;
        using ImageClassifier model = Train(Options with
        {
            Tune = tune, Stages = tune == Tune.All ? null : stages, LearningRate = 0.01, ValidationFraction = 0,
        });

        Assert.Equal(3, model.TrainingReport!.BestEpoch);
        foreach (Parameter parameter in model.Parameters)
        {
            bool isTrained = stages == 3 || parameter.Name.StartsWith("fc", StringComparison.Ordinal)
                || Enumerable.Range(4 - stages, stages).Any(stage => parameter.Name.StartsWith($"layer{stage}.", StringComparison.Ordinal));
            Assert.Equal(!isTrained, parameter.Values.SequenceEqual(before[parameter.Name].Values));
        }
    }

    [Fact]
    public void It_tells_images_better_than_the_head_it_starts_from()
    {
        using ImageClassifier head = Train(Options with { Tune = Tune.Head, Epochs = null, L2 = PoorHead });
        using ImageClassifier model = Train(Options with { Tune = Tune.All, Epochs = 8, LearningRate = 0.01, L2 = PoorHead });

        Evaluation tuned = model.Evaluate(_shapes.Unseen);
        Assert.True(tuned.LogLoss < head.Evaluate(_shapes.Unseen).LogLoss, tuned.ToString());
        Assert.True(tuned.Accuracy >= 0.9, tuned.ToString());
    }

    [Fact]
    public void The_package_says_how_it_was_made()
    {
        var schedule = new CosineSchedule { WarmUp = 0.2 };
        using ImageClassifier trained = Train(Options with { Stages = 2, Schedule = schedule, MicroBatchSize = 4, RateDecay = 0.3, Patience = 9 });
        string path = Path.Combine(_folder, "tuned.mlresnet");
        trained.Save(path);
        using ImageClassifier model = ImageClassifier.Load(path);

        ModelProvenance provenance = model.Manifest.Provenance!;
        TrainingSettings settings = provenance.Settings!;
        Assert.Equal(("LastStages", 54, 18), (provenance.Tune, provenance.Data.Images, provenance.Data.ValidationImages));
        Assert.Equal("shapes", model.Manifest.Backbone!.Id);
        Assert.NotNull(provenance.Head);
        Assert.Equal((2, 0.3, 4, 9), (settings.TrainedStages, settings.RateDecay, settings.MicroBatchSize, settings.Patience));
        Assert.Equal(schedule, settings.Schedule);
        Assert.Equal(trained.TrainingReport!.History, provenance.History);
        Assert.Equal(18, model.Manifest.Validation!.Images);
    }

    [Theory]
    [InlineData(Tune.LastStages, true, ClassBalance.None, null)]
    [InlineData(Tune.LastStages, false, ClassBalance.None, null)]
    [InlineData(Tune.LastStages, true, ClassBalance.None, 2)]
    [InlineData(Tune.All, true, ClassBalance.Sampling, null)]
    public void A_training_that_stops_every_few_steps_comes_to_the_same_bytes_as_one_that_never_does(
        Tune tune, bool varies, ClassBalance balance, int? soup)
    {
        TransferLearningOptions options = Options with
        {
            Tune = tune, Soup = soup, Epochs = soup is null ? 3 : 2, BalanceClasses = balance, Augmentation = varies ? Augmentation.Standard : Augmentation.None,
            Size = varies ? null : 24, StartSize = varies ? null : 16,
        };
        byte[] expected = TrainedShapes.Bytes(Train(options));

        options = options with { Checkpoint = Path.Combine(_folder, "a.checkpoint"), Resume = true };
        byte[]? package = null;
        int stops = 0;
        for (; package is null; stops += package is null ? 1 : 0)
        {
            using var stop = new CancellationTokenSource();
            int steps = 0;
            using ImageClassifier model = TransferLearning.Train(_shapes.Folder, options with
            {
                Threads = 1 + stops % 2,
                Progress = new Told(progress =>
                {
                    if (progress.Stage == TrainingStage.Network && ++steps == 5)
                        stop.Cancel();
                }),
            }, stop.Token);
            if (!model.TrainingReport!.Cancelled)
                package = TrainedShapes.Bytes(model);
        }

        Assert.InRange(stops, 3, 6);
        Assert.Equal(expected, package);
    }

    [Theory]
    [InlineData(false, ClassBalance.None)]
    [InlineData(true, ClassBalance.Sampling)]
    public void An_automatic_training_that_stops_at_any_moment_comes_to_the_same_bytes_as_one_that_never_does(bool freezesNorms, ClassBalance balance)
    {
        // A penalty that leaves the trials something to improve, so that all of them are made.
        TransferLearningOptions options = Options with
        {
            Tune = Tune.Auto, Epochs = 2, LearningRate = 0.01, L2 = PoorHead, FreezeNorms = freezesNorms, BalanceClasses = balance,
        };
        List<TrainingStage> moments = [];
        using ImageClassifier whole = Train(options with { Progress = new Told(progress => moments.Add(progress.Stage)) });
        byte[] expected = TrainedShapes.Bytes(whole);
        Assert.Equal(["Head", "LastStages", "All"], whole.Manifest.Provenance!.Trials!.Select(trial => trial.Tune));

        string checkpoint = Path.Combine(_folder, "auto.checkpoint");
        options = options with { Checkpoint = checkpoint, Resume = true };
        int first = moments.IndexOf(TrainingStage.Head) + 1; // there is no model before
        for (int stop = first; stop < moments.Count; stop += 6 + stop % 3)
        {
            int reports = 0, network = 0;
            using var cancellation = new CancellationTokenSource();
            using ImageClassifier stopped = TransferLearning.Train(_shapes.Folder, options with
            {
                Progress = new Told(_ =>
                {
                    if (++reports == stop)
                        cancellation.Cancel();
                }),
            }, cancellation.Token);
            Assert.True(stopped.TrainingReport!.Cancelled);

            using ImageClassifier resumed = Train(options with
            {
                Threads = 2,
                Progress = new Told(progress => network += progress.Stage == TrainingStage.Network ? 1 : 0),
            });
            Assert.Equal(expected, TrainedShapes.Bytes(resumed));
            int before = moments.Take(stop).Count(stage => stage == TrainingStage.Network);
            Assert.Equal(moments.Count(stage => stage == TrainingStage.Network), before + network); // no step is taken twice
            File.Delete(checkpoint);
        }
    }

    [Fact]
    public void An_automatic_training_that_is_over_gives_its_model_again_and_no_other_training_takes_its_checkpoint()
    {
        string checkpoint = Path.Combine(_folder, "auto.checkpoint");
        TransferLearningOptions options = Options with
        {
            Tune = Tune.Auto, FreezeNorms = true, LearningRate = 1e-30, Checkpoint = checkpoint, Resume = true,
        };
        using var folder = new ShapeFolder(imagesPerKind: 24);
        string broken = Path.Combine(folder.Root, "disc", "broken.png");
        File.WriteAllText(broken, "no picture");
        using ImageClassifier first = Train(options);
        byte[] kept = File.ReadAllBytes(checkpoint);
        int steps = 0;

        using ImageClassifier again = Train(options with { Progress = new Told(at => steps += at.Stage == TrainingStage.Network ? 1 : 0) });

        Assert.Equal(0, steps);
        Assert.Equal(TrainedShapes.Bytes(first), TrainedShapes.Bytes(again));
        Assert.Equal(first.TrainingReport!.Unreadable, again.TrainingReport!.Unreadable);
        Assert.Equal([broken], again.TrainingReport.Unreadable.Select(file => file.Path));
        Refused("its tune is \"Auto\", not \"LastStages\";", options with { Tune = Tune.LastStages });
        Refused("its l2 is not given, not 0.5;", options with { L2 = 0.5 });
        Refused("its settings.learning_rate is", options with { LearningRate = 0.01 });
        Train(options with { Tune = Tune.LastStages, Resume = false }).Dispose();
        Refused("its tune is \"LastStages\", not \"Auto\";", options);

        byte[] damaged = [.. kept];
        damaged[kept.Length / 2] ^= 1;
        File.WriteAllBytes(checkpoint, damaged);
        Assert.Contains(checkpoint, Assert.Throws<ModelFormatException>(() => Train(options)).Message, StringComparison.Ordinal);

        void Refused(string part, TransferLearningOptions other) =>
            Assert.Contains(part, Assert.Throws<MLResNetException>(() => Train(other)).Message, StringComparison.Ordinal);

        ImageClassifier Train(TransferLearningOptions some) => TransferLearning.Train(folder.Open(), some);
    }

    [Fact]
    public void Trials_that_start_from_the_same_head_have_it_fitted_once()
    {
        int heads = 0;
        TransferLearningOptions options = Options with
        {
            Tune = Tune.Auto, Epochs = 2, LearningRate = 0.01, L2 = PoorHead, FreezeNorms = true,
            Progress = new Told(progress => heads += progress.Stage == TrainingStage.Head ? 1 : 0),
        };

        using ImageClassifier model = Train(options);

        Assert.Equal((3, 1), (model.Manifest.Provenance!.Trials!.Count, heads));
        using ImageClassifier all = Train(options with { Tune = Tune.All, Progress = null });
        Assert.Equal(all.Manifest.Validation!.LogLoss, model.Manifest.Provenance.Trials[2].LogLoss);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Frozen_stages_compute_images_that_stay_the_same_once_and_come_to_the_same(bool freezesNorms)
    {
        // Without random crops their shape has no effect, but the images no longer count as the same in each epoch.
        Augmentation noneInDisguise = Augmentation.None with { MaxAspect = 2 };

        using ImageClassifier remembered = Train(Options with { Augmentation = Augmentation.None, FreezeNorms = freezesNorms });
        using ImageClassifier computed = Train(Options with { Augmentation = noneInDisguise, FreezeNorms = freezesNorms });

        Assert.All(
            remembered.Parameters.Zip(computed.Parameters), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
    }

    [Fact]
    public void A_head_that_no_epoch_improves_is_kept_and_patience_ends_the_training()
    {
        TransferLearningOptions idle = Options with { FreezeNorms = true, LearningRate = 1e-30, Epochs = 9, Patience = 2 };

        using ImageClassifier model = Train(idle);

        Assert.Equal((0, 2), (model.TrainingReport!.BestEpoch, model.TrainingReport.History.Count));
        using ImageClassifier head = Train(Options with { Tune = Tune.Head, Epochs = null });
        Assert.All(head.Parameters.Zip(model.Parameters), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
    }

    [Fact]
    public void Frozen_norms_stay_as_they_are()
    {
        NetworkParameters before = ImageClassifier.Load(Path.Combine(_folder, "shapes.mlresnet")).Parameters;

        using ImageClassifier model = Train(Options with
        {
            Tune = Tune.All, FreezeNorms = true, LearningRate = 0.01, ValidationFraction = 0,
        });

        foreach (Parameter parameter in model.Parameters.Where(parameter => !parameter.Name.StartsWith("fc", StringComparison.Ordinal)))
            Assert.Equal(parameter.Shape.Length == 1, parameter.Values.SequenceEqual(before[parameter.Name].Values));
    }

    [Theory]
    [InlineData(Tune.LastStages)]
    [InlineData(Tune.All)]
    public void Batch_norms_have_the_statistics_of_the_images_as_the_model_meets_them_though_it_learned_from_varied_ones(Tune tune)
    {
        TransferLearningOptions options = Options with
        {
            Tune = tune, LearningRate = 0.01, ValidationFraction = 0, Augmentation = Augmentation.Strong,
        };
        using ImageClassifier model = Train(options);
        using FrozenStages? frozen = tune == Tune.All ? null : new FrozenStages(model.Parameters, stages: 2, threads: 1);

        NetworkParameters again = new NormAdapter(model.Manifest.Preprocessing, options)
            .Run(model.Parameters, _shapes.Folder, frozen, CancellationToken.None);

        Assert.All(
            again.Zip(model.Parameters),
            pair => Assert.All(
                pair.First.Values.Zip(pair.Second.Values),
                values => Assert.Equal(values.First, values.Second, 1e-5 * (1 + Math.Abs(values.First)))));
    }

    [Fact]
    public void A_training_stopped_while_its_batch_norms_adapt_has_its_last_epochs_model_and_comes_to_the_same_bytes_resumed()
    {
        TransferLearningOptions options = Options with { ValidationFraction = 0, LearningRate = 0.01 };
        byte[] expected = TrainedShapes.Bytes(Train(options));
        options = options with { Checkpoint = Path.Combine(_folder, "norms.checkpoint"), Resume = true };
        using var stop = new CancellationTokenSource();
        bool hasLearned = false;

        using ImageClassifier stopped = TransferLearning.Train(_shapes.Folder, options with
        {
            Progress = new Told(progress =>
            {
                hasLearned |= progress.Stage == TrainingStage.Network;
                if (hasLearned && progress.Stage == TrainingStage.Norms)
                    stop.Cancel();
            }),
        }, stop.Token);

        Assert.True(stopped.TrainingReport!.Cancelled);
        Assert.Equal(3, stopped.TrainingReport.BestEpoch);
        Assert.NotEqual(expected, TrainedShapes.Bytes(stopped));
        Assert.Equal(expected, TrainedShapes.Bytes(Train(options)));
    }

    [Fact]
    public void A_soup_of_trainings_that_come_to_the_same_comes_to_that_too()
    {
        // All images are one batch, and none is varied: their order changes no more than how sums are rounded.
        TransferLearningOptions alike = Options with
        {
            Tune = Tune.All, BatchSize = 72, Epochs = 4, LearningRate = 0.01, Augmentation = Augmentation.None, ValidationFraction = 0,
        };

        using ImageClassifier one = Train(alike);
        using ImageClassifier soup = Train(alike with { Soup = 3 });

        EpochMetrics[] history = [.. soup.TrainingReport!.History];
        Assert.Equal((12, 12, 3), (soup.TrainingReport.BestEpoch, history.Length, soup.Manifest.Provenance!.Settings!.Soup));
        for (int epoch = 0; epoch < history.Length; epoch++)
        {
            EpochMetrics expected = one.TrainingReport!.History[epoch % 4];
            Assert.Equal((epoch + 1, expected.LearningRate), (history[epoch].Epoch, history[epoch].LearningRate));
            Assert.Equal(expected.Loss, history[epoch].Loss, 1e-3);
        }
        Assert.All(
            one.Parameters.Zip(soup.Parameters),
            pair => Assert.All(pair.First.Values.Zip(pair.Second.Values), value => Assert.Equal(value.First, value.Second, 2e-2f)));
    }

    [Fact]
    public void A_soup_that_is_stopped_has_the_trainings_that_are_over_and_each_sees_the_images_differently()
    {
        TransferLearningOptions options = Options with { FreezeNorms = true, ValidationFraction = 0, LearningRate = 0.01, Epochs = 2 };
        using ImageClassifier one = Train(options);
        using var stop = new CancellationTokenSource();

        using ImageClassifier stopped = TransferLearning.Train(_shapes.Folder, options with
        {
            Soup = 3,
            Progress = new Told(progress =>
            {
                if (progress is { Stage: TrainingStage.Network, Epoch: 4, Step: 1 })
                    stop.Cancel();
            }),
        }, stop.Token);
        using ImageClassifier whole = Train(options with { Soup = 2 });

        Assert.Equal((true, 2, 3), (stopped.TrainingReport!.Cancelled, stopped.TrainingReport.BestEpoch, stopped.TrainingReport.History.Count));
        Assert.All(one.Parameters.Zip(stopped.Parameters), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
        Assert.NotEqual(one.TrainingReport!.History[0].Loss, stopped.TrainingReport.History[2].Loss);
        Assert.NotEqual(one.Parameters["fc.weight"].Values, whole.Parameters["fc.weight"].Values);
    }

    [Fact]
    public void A_soup_that_tells_the_validation_images_worse_than_the_head_is_poured_away()
    {
        TransferLearningOptions options = Options with { FreezeNorms = true };
        using ImageClassifier head = Train(options with { Tune = Tune.Head, Epochs = null, FreezeNorms = false });

        using ImageClassifier soup = Train(options with { Tune = Tune.All, Soup = 2, Epochs = 1, LearningRate = 3, RateDecay = 1 });

        Assert.Equal(0, soup.TrainingReport!.BestEpoch);
        Assert.Equal(head.Manifest.Validation, soup.Manifest.Validation);
        Assert.All(head.Parameters.Zip(soup.Parameters), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
    }

    [Fact]
    public void What_has_no_effect_is_refused_by_name()
    {
        Refused("Arch", Options with { Arch = "resnet18" });
        Refused("Stages", Options with { Tune = Tune.All, Stages = 1 });
        Refused("Stages must be 1 to 3", Options with { Stages = 4 });
        Refused("RateDecay", Options with { Tune = Tune.Head, Epochs = null, RateDecay = 0.3 });
        Refused("Soup", Options with { Tune = Tune.Head, Epochs = null, Soup = 2 });
        Refused("Soup", TrainedShapes.Options with { Tune = Tune.Scratch, Soup = 2 });
        Refused("Soup must be 1 to 100", Options with { Soup = 0 });
        Refused("Patience", Options with { Soup = 2, Patience = 1 });
        Refused("Epochs", Options with { Tune = Tune.Head });
        Refused("AdaptNorms", Options with { AdaptNorms = true });
        Refused("FreezeNorms", TrainedShapes.Options with { Tune = Tune.Scratch, FreezeNorms = true });
        Refused("Resume", Options with { Resume = true });
        Refused("WarmUp", Options with { Schedule = new CosineSchedule { WarmUp = 2 } });

        void Refused(string part, TransferLearningOptions options) =>
            Assert.Contains(part, Assert.Throws<MLResNetException>(() => Train(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_that_would_be_too_large_is_refused_before_the_training()
    {
        CheckpointFile.EnsureFits(ResNetFamily.Get("resnet152"), sets: 6);
        Assert.Contains("wide-resnet101-2", Assert.Throws<MLResNetException>(
            () => CheckpointFile.EnsureFits(ResNetFamily.Get("wide-resnet101-2"), sets: 6)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Left_open_as_much_is_trained_as_pays_and_the_model_tells_what_was_tried()
    {
        using ImageClassifier model = Train(Options with { Tune = Tune.Auto, Epochs = 6, LearningRate = 0.01, L2 = PoorHead });

        IReadOnlyList<TuningTrial> trials = model.Manifest.Provenance!.Trials!;
        Assert.Equal(new[] { "Head", "LastStages", "All" }.Take(trials.Count), trials.Select(trial => trial.Tune));
        TuningTrial best = trials.MinBy(trial => trial.LogLoss)!;
        Assert.Equal(best.Tune, model.Manifest.Provenance.Tune);
        Assert.Equal(best.LogLoss, model.Manifest.Validation!.LogLoss);
        Assert.NotEqual("Head", best.Tune);
    }

    [Fact]
    public void Left_open_a_head_that_cannot_be_improved_is_fitted_to_all_images()
    {
        TransferLearningOptions idle = Options with { Tune = Tune.Auto, FreezeNorms = true, LearningRate = 1e-30 };

        using ImageClassifier model = Train(idle);
        using ImageClassifier head = Train(Options with { Tune = Tune.Head, Epochs = null, ValidationFraction = null });

        Assert.Equal(["Head", "LastStages"], model.Manifest.Provenance!.Trials!.Select(trial => trial.Tune));
        Assert.Equal(72, model.Manifest.Provenance.Data.Images);
        Assert.All(head.Parameters.Zip(model.Parameters), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
    }

    [Fact]
    public void Left_open_with_too_few_images_to_hold_some_out_a_head_is_fitted()
    {
        using var few = new ShapeFolder(imagesPerKind: 5);

        using ImageClassifier model = TransferLearning.Train(few.Open(), Options with { Tune = Tune.Auto, ValidationFraction = null });

        Assert.Equal("Head", model.Manifest.Provenance!.Tune);
        Assert.Null(model.Manifest.Provenance.Trials);
    }

    [Fact]
    public void An_earlier_model_goes_on_as_it_was_trained_with_classes_added_and_dropped()
    {
        string first = Path.Combine(_folder, "first.mlresnet");
        using var two = new ShapeFolder(imagesPerKind: 24);
        Directory.Delete(Path.Combine(two.Root, "cross"), recursive: true);
        using (ImageClassifier model = TransferLearning.Train(two.Open(), Options with { Stages = 2 }))
            model.Save(first);
        using var other = new ShapeFolder(imagesPerKind: 24, seed: 3);
        Directory.Delete(Path.Combine(other.Root, "disc"), recursive: true);

        TransferLearningOptions options = Options with { Tune = Tune.Auto, Backbone = null, From = first };
        using ImageClassifier next = TransferLearning.Train(other.Open(), options);

        Assert.Equal(["cross", "stripes"], next.Labels);
        Assert.Equal(("LastStages", 2), (next.Manifest.Provenance!.Tune, next.Manifest.Provenance.Settings!.TrainedStages));
        Assert.Equal(
            ImageClassifier.Load(first).Parameters["conv1.weight"].Values, next.Parameters["conv1.weight"].Values);
        Assert.InRange(next.Evaluate(other.Open()).Accuracy, 0.9, 1);
        using ImageClassifier head = TransferLearning.Train(other.Open(), options with { Tune = Tune.Head, Epochs = null });
        Assert.Equal("Head", head.Manifest.Provenance!.Tune);
    }

    [Fact]
    public void A_network_from_scratch_goes_on_as_a_whole()
    {
        string scratch = Path.Combine(_folder, "shapes.mlresnet");

        using ImageClassifier next = Train(Options with { Tune = Tune.Auto, Backbone = null, From = scratch });

        Assert.Equal("All", next.Manifest.Provenance!.Tune);
        Assert.Contains("Backbone", Assert.Throws<MLResNetException>(() => Train(Options with { From = scratch })).Message, StringComparison.Ordinal);
    }

    private ImageClassifier Train(TransferLearningOptions options) => TransferLearning.Train(_shapes.Folder, options);
}
