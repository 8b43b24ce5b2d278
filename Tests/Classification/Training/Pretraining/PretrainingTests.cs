using MLResNet.Engine.Networks;
using MLResNet.Formats;
using MLResNet.Imaging;
using MLResNet.Packaging;

namespace MLResNet.Classification.Tests.Training.Pretraining;

public sealed class PretrainingTests : IDisposable
{
    private readonly ShapeFolder _shapes = new(imagesPerKind: 12);
    private readonly string _folder = Directory.CreateTempSubdirectory("mlresnet-").FullName;

    private string Checkpoint => Path.Combine(_folder, "a.checkpoint");

    // Three epochs of four steps: two at 16 pixels, the last at 32.
    private static PretrainingOptions Options => new()
    {
        Arch = "resnet20-cifar", Size = 32, StartSize = 16, Epochs = 3, BatchSize = 8, ValidationFraction = 0.1, Threads = 1,
    };

    public void Dispose()
    {
        _shapes.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_training_that_stops_every_few_steps_comes_to_the_same_bytes_as_one_that_never_does(int stepsAtATime)
    {
        byte[] expected = Package(Train(Options));

        PretrainingOptions options = Options with { Checkpoint = Checkpoint, Resume = true };
        int stops = 0;
        byte[]? package = null;
        while (package is null)
        {
            using var stop = new CancellationTokenSource();
            int reports = 0;
            // Other threads make no difference, so that a training may go on where there are more.
            PretrainingOptions some = options with
            {
                Threads = 1 + stops % 2,
                Progress = new Handler(_ =>
                {
                    if (++reports == stepsAtATime)
                        stop.Cancel();
                }),
            };
            try
            {
                using ImageClassifier model = Train(some, stop.Token);
                if (!model.TrainingReport!.Cancelled)
                    package = Package(model);
            }
            catch (OperationCanceledException)
            {
            }
            stops += package is null ? 1 : 0;
        }

        Assert.InRange(stops, 12 / stepsAtATime - 1, 20);
        Assert.Equal(expected, package);
    }

    [Fact]
    public void A_finished_training_that_is_resumed_gives_its_model_again()
    {
        PretrainingOptions options = Options with { Checkpoint = Checkpoint, Resume = true };
        byte[] expected = Package(Train(options));
        Assert.Equal(expected, Package(Train(options)));
    }

    [Fact]
    public void A_training_that_is_stopped_gives_the_network_as_it_stands_for_the_size_that_it_saw_last()
    {
        using var stop = new CancellationTokenSource();
        using ImageClassifier model = Train(Options with
        {
            Progress = new Handler(progress =>
            {
                if (progress is { Epoch: 2, Step: 3 })
                    stop.Cancel();
            }),
        }, stop.Token);

        Assert.True(model.TrainingReport!.Cancelled);
        Assert.Equal((16, 1), (model.Preprocessing.Size, model.Manifest.Provenance!.BestEpoch));
        Assert.NotNull(model.Manifest.Validation);
        Assert.Equal(32, model.Manifest.Provenance.Settings!.Size);
    }

    [Fact]
    public void A_training_goes_on_from_an_earlier_backbone_rather_than_from_random_weights()
    {
        string path = Path.Combine(_folder, "earlier.mlresnet");
        using ImageClassifier earlier = Train(Options with { Epochs = 12 });
        earlier.Save(path);
        PretrainingOptions gently = Options with { Arch = null, From = path, Epochs = 1, StartSize = 32, LearningRate = 1e-9 };
        using ImageClassifier model = Train(gently), other = Train(gently with { Seed = 2 });

        Assert.Equal(earlier.Manifest.Backbone!.WeightsHash, model.Manifest.Provenance!.InitialWeights);
        Assert.Null(earlier.Manifest.Provenance!.InitialWeights);
        foreach ((Parameter before, Parameter after) in earlier.Parameters.Zip(model.Parameters))
        {
            if (before.Shape.Length > 1)
                Assert.Equal(before.Values, after.Values, (a, b) => Math.Abs(a - b) < 1e-5f);
        }
        Assert.Equal(earlier.Labels, model.Labels);
        Assert.NotEqual(Package(model), Package(other));
    }

    [Fact]
    public void Going_on_with_other_classes_keeps_what_was_learned_of_those_that_stay()
    {
        string path = Path.Combine(_folder, "earlier.mlresnet");
        using ImageClassifier earlier = Train(Options with { Epochs = 1 });
        earlier.Save(path);
        string[] kinds = [.. Directory.EnumerateDirectories(_shapes.Root).Order(StringComparer.Ordinal)];
        // The first kind is dropped, and comes back under a name that sorts last: the others move up a row.
        Directory.Move(kinds[0], Path.Combine(_shapes.Root, "zigzag"));

        using ImageClassifier model = Train(
            Options with { Arch = null, From = path, Epochs = 1, StartSize = 32, LearningRate = 1e-9, WeightDecay = 0 });

        Assert.Equal([.. earlier.Labels.Skip(1), "zigzag"], model.Labels);
        const float Near = 1e-5f;
        int features = model.Parameters["fc.weight"].Shape[1];
        Assert.Equal(earlier.Parameters["conv1.weight"].Values, model.Parameters["conv1.weight"].Values, (a, b) => Math.Abs(a - b) < Near);
        Assert.Equal(earlier.Parameters["fc.weight"].Values[features..], model.Parameters["fc.weight"].Values[..^features],
            (a, b) => Math.Abs(a - b) < Near);
        Assert.Equal(earlier.Parameters["fc.bias"].Values[1..], model.Parameters["fc.bias"].Values[..^1], (a, b) => Math.Abs(a - b) < Near);
        NetworkParameters random = NetworkParameters.Initialize(model.Manifest.Spec, Options.Seed);
        Assert.Equal(random["fc.weight"].Values[^features..], model.Parameters["fc.weight"].Values[^features..],
            (a, b) => Math.Abs(a - b) < Near);
    }

    [Fact]
    public void An_earlier_backbone_of_another_network_is_refused()
    {
        string path = Path.Combine(_folder, "earlier.mlresnet");
        using (ImageClassifier earlier = Train(Options with { Epochs = 1 }))
            earlier.Save(path);
        PretrainingOptions options = Options with { From = path };

        Assert.Equal($"{path} is a resnet20-cifar, not a resnet32-cifar; leave the option Arch out.",
            Assert.Throws<MLResNetException>(() => Train(options with { Arch = "resnet32-cifar" })).Message);
    }

    [Fact]
    public void The_package_says_how_the_backbone_was_made()
    {
        using ImageClassifier model = Train(Options with { Id = "shapes", License = "Drawn for a test; free for all." });
        ModelManifest manifest = model.Manifest;

        Assert.Equal(("shapes", "Drawn for a test; free for all."), (manifest.Backbone!.Id, manifest.Backbone.License));
        Assert.Equal((32, 16, 3), (manifest.Provenance!.Settings!.Size, manifest.Provenance.Settings.StartSize, manifest.Provenance.BestEpoch));
        Assert.Equal((32, 32), (manifest.Preprocessing.Size, manifest.Spec.DefaultSize));
        Assert.Equal([1, 2, 3], manifest.Provenance.History.Select(epoch => epoch.Epoch));
        Assert.NotNull(manifest.Validation);
        Assert.Equal(manifest.Provenance.History[^1].ValidationAccuracy, manifest.Validation.Accuracy);
        Assert.Equal(3, model.TrainingReport!.History.Count);
    }

    [Fact]
    public void Half_precision_halves_the_package_and_is_what_the_backbone_then_is()
    {
        using ImageClassifier single = Train(Options), half = Train(Options with { HalfPrecision = true });
        byte[] bytes = Package(half);

        Assert.InRange(bytes.Length / (double)Package(single).Length, 0.45, 0.6);
        NetworkParameters read = ModelPackage.Read(bytes, "half").Parameters;
        foreach ((Parameter original, Parameter rounded) in single.Parameters.Zip(read))
        {
            bool isRounded = original.Shape.Length > 1;
            Assert.Equal(isRounded ? original.Values.Select(value => (float)(Half)value) : original.Values, rounded.Values);
        }
        Assert.Equal(half.Manifest.Backbone!.WeightsHash, MLResNet.Backbones.WeightsHash.Of(read));
        Assert.Equal(bytes, Package(ImageClassifier.Load(new MemoryStream(bytes))));
    }

    [Fact]
    public void Values_that_16_bits_cannot_hold_stay_as_they_are()
    {
        ResNetSpec spec = ResNetFamily.Get("resnet20-cifar");
        NetworkParameters parameters = NetworkParameters.Initialize(spec, 1);
        parameters["conv1.weight"].Values[0] = 1e6f;

        NetworkParameters rounded = HalfPrecision.Round(parameters);

        Assert.Equal(parameters["conv1.weight"].Values, rounded["conv1.weight"].Values);
        Assert.True(HalfPrecision.Holds(rounded["fc.weight"].Values));
        Assert.False(HalfPrecision.Holds(parameters["fc.weight"].Values));
    }

    [Fact]
    public void A_checkpoint_of_other_settings_other_images_or_another_seed_is_refused_in_one_sentence()
    {
        PretrainingOptions options = Options with { Epochs = 1, Checkpoint = Checkpoint, Resume = true };
        Train(options).Dispose();
        byte[] checkpoint = File.ReadAllBytes(Checkpoint);

        Assert.Equal($"{Checkpoint} is the checkpoint of another training: its settings.learning_rate is 0.01, not 0.02; "
            + "resume with the same settings, or name another checkpoint.", Refusal(options with { LearningRate = 0.02 }, 0.01));
        Assert.Contains("its seed is 1, not 2;", Refusal(options with { Seed = 2 }), StringComparison.Ordinal);
        Assert.Contains("its settings.epochs is 1, not 2;", Refusal(options with { Epochs = 2 }), StringComparison.Ordinal);
        Assert.Contains("its network.id is \"resnet20-cifar\", not \"resnet32-cifar\";",
            Refusal(options with { Arch = "resnet32-cifar" }), StringComparison.Ordinal);
        Assert.Contains("its settings.augmentation.flip is true, not false;",
            Refusal(options with { Augmentation = Augmentation.None with { MinArea = 0.35f, MaxAspect = 4f / 3, Brightness = 0.2f, Contrast = 0.2f, Saturation = 0.2f } }),
            StringComparison.Ordinal);

        string image = Directory.EnumerateFiles(_shapes.Root, "*.png", SearchOption.AllDirectories).Order().First();
        File.AppendAllText(image, "x");
        Assert.Equal($"{Checkpoint} is the checkpoint of a training on other images; resume it on the same, or name another checkpoint.",
            Refusal(options));
        Assert.Equal(checkpoint, File.ReadAllBytes(Checkpoint));

        string Refusal(PretrainingOptions other, double? rate = null)
        {
            if (rate is not null)
            {
                File.Delete(Checkpoint);
                Train(options with { LearningRate = rate }).Dispose();
            }
            string message = Assert.Throws<MLResNetException>(() => Train(other)).Message;
            if (rate is not null)
                File.WriteAllBytes(Checkpoint, checkpoint);
            return message;
        }
    }

    [Fact]
    public void A_checkpoint_that_is_torn_or_damaged_or_something_else_is_refused()
    {
        PretrainingOptions options = Options with { Epochs = 1, Checkpoint = Checkpoint, Resume = true };
        Train(options).Dispose();
        byte[] whole = File.ReadAllBytes(Checkpoint);
        var random = new Random(1);
        for (int i = 0; i < 25; i++)
        {
            byte[] damaged = [.. whole.AsSpan(0, i < 5 ? i * 16 : random.Next(whole.Length))];
            Refuse(damaged);
            damaged = [.. whole];
            damaged[random.Next(whole.Length)] ^= (byte)(1 << random.Next(8));
            Refuse(damaged);
        }
        Refuse([.. whole, 0]);
        using ImageClassifier model = Train(Options with { Epochs = 1 });
        Refuse(Package(model));

        void Refuse(byte[] bytes)
        {
            File.WriteAllBytes(Checkpoint, bytes);
            Assert.Contains(Checkpoint, Assert.Throws<ModelFormatException>(() => Train(options)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_killed_writers_left_behind_is_removed()
    {
        string abandoned = Path.Combine(_folder, ".a.checkpoint.x1y2.tmp"), foreign = Path.Combine(_folder, ".b.checkpoint.x1y2.tmp");
        File.WriteAllText(abandoned, "");
        File.WriteAllText(foreign, "");

        Train(Options with { Epochs = 1, Checkpoint = Checkpoint }).Dispose();

        Assert.Equal([foreign, Checkpoint], Directory.EnumerateFiles(_folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Options_out_of_their_range_are_refused_by_name()
    {
        Refuse(Options with { Size = 31 }, "Size");
        Refuse(Options with { StartSize = 15 }, "StartSize");
        Refuse(Options with { StartSize = 33 }, "StartSize");
        Refuse(Options with { Epochs = 0 }, "Epochs");
        Refuse(Options with { CheckpointInterval = TimeSpan.Zero }, "CheckpointInterval");
        Refuse(Options with { Resume = true }, "Resume");
        Refuse(Options with { Id = "../x" }, "Id");

        void Refuse(PretrainingOptions options, string name) => Assert.Contains(
            $"The option {name} ", Assert.Throws<MLResNetException>(() => Train(options)).Message, StringComparison.Ordinal);
    }

    private static byte[] Package(ImageClassifier model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    private ImageClassifier Train(PretrainingOptions options, CancellationToken cancellationToken = default) =>
        MLResNet.Pretraining.Train(_shapes.Open(), options, cancellationToken);

    /// <summary>Progress that is told at once, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Handler(Action<TrainingProgress> handle) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => handle(value);
    }
}
