using MLResNet.Engine.Networks;
using MLResNet.Formats;
using MLResNet.Imaging;
using MLResNet.Packaging;
using MLResNet.Training.Distillation;

namespace MLResNet.Classification.Tests.Training.Distillation;

public sealed class DistillationTests : IClassFixture<TrainedShapes>, IDisposable
{
    private readonly TrainedShapes _shapes;
    private readonly string _folder = Directory.CreateTempSubdirectory("mlresnet-").FullName;

    public DistillationTests(TrainedShapes shapes)
    {
        _shapes = shapes;
        shapes.Model.Save(Teacher);
    }

    private string Teacher => Path.Combine(_folder, "teacher.mlresnet");

    private TransferLearningOptions Options => TrainedShapes.Options with { Threads = 1, Teachers = [Teacher] };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(Tune.Scratch, false)]
    [InlineData(Tune.Scratch, true)]
    [InlineData(Tune.LastStages, false)]
    public void Taught_by_answers_alone_a_network_learns_the_truth_from_images_that_are_all_labelled_wrong(Tune tune, bool mixes)
    {
        using var wrong = new ShapeFolder(imagesPerKind: 24);
        MoveLabels(wrong.Root);
        TransferLearningOptions options = Options with
        {
            Tune = tune,
            Arch = tune == Tune.Scratch ? TrainedShapes.Options.Arch : null,
            Backbone = tune == Tune.Scratch ? null : Backbone.FromFile(Teacher),
            L2 = tune == Tune.Scratch ? null : 100, // a head that has learned little of the labels
            TeacherShare = 1,
            Epochs = 8,
            Augmentation = mixes ? Augmentation.Mixed with { MinArea = 0.7f } : Augmentation.None,
        };

        using ImageClassifier taught = TransferLearning.Train(wrong.Open(), options);
        using ImageClassifier untaught = TransferLearning.Train(wrong.Open(), options with { Teachers = [], TeacherShare = null });

        Assert.InRange(taught.Evaluate(_shapes.Unseen).Accuracy, 0.9, 1);
        Assert.InRange(untaught.Evaluate(_shapes.Unseen).Accuracy, 0, 0.1);
    }

    [Fact]
    public void Labels_keep_their_share_of_the_say()
    {
        using var wrong = new ShapeFolder(imagesPerKind: 24);
        MoveLabels(wrong.Root);

        using ImageClassifier hardly = TransferLearning.Train(wrong.Open(), Options with { TeacherShare = 0.2, Epochs = 8 });

        Assert.InRange(hardly.Evaluate(_shapes.Unseen).Accuracy, 0, 0.1);
    }

    [Fact]
    public void Where_images_have_any_number_of_labels_each_is_taught()
    {
        using var shapes = new LabelledShapes(images: 90);
        using var unseen = new LabelledShapes(images: 60, seed: 2);
        TransferLearningOptions options = TrainedShapes.Options with { Size = 32, Epochs = 10, Threads = 2, Augmentation = Augmentation.None };
        string several = Path.Combine(_folder, "several.mlresnet");
        using (ImageClassifier teacher = TransferLearning.Train(shapes.Open(), options))
            teacher.Save(several);

        // Every label turned into its opposite; what it learns is the teacher's all the same.
        ImageFolder wrong = Opposite(shapes);
        using ImageClassifier taught = TransferLearning.Train(wrong, options with { Teachers = [several], TeacherShare = 1 });
        using ImageClassifier untaught = TransferLearning.Train(wrong, options);

        Assert.InRange(taught.Evaluate(unseen.Open()).MeanAveragePrecision!.Value, 0.85, 1);
        Assert.InRange(untaught.Evaluate(unseen.Open()).MeanAveragePrecision!.Value, 0, 0.7);
    }

    [Fact]
    public void The_package_tells_of_the_teachers_and_training_again_gives_the_same_bytes()
    {
        using ImageClassifier model = TransferLearning.Train(_shapes.Folder, Options with { Epochs = 2 });
        string path = Path.Combine(_folder, "taught.mlresnet");
        model.Save(path);

        using ImageClassifier loaded = ImageClassifier.Load(path);
        TrainingSettings settings = loaded.Manifest.Provenance!.Settings!;
        TeacherModel teacher = Assert.Single(settings.Teachers!);
        Assert.Equal(("resnet20-cifar", 0.5), (teacher.Arch, settings.TeacherShare));
        Assert.Equal(_shapes.Model.Manifest.Provenance!.Data.Listing, teacher.Listing);
        using ImageClassifier again = TransferLearning.Train(_shapes.Folder, Options with { Epochs = 2, Threads = 2 });
        Assert.Equal(TrainedShapes.Bytes(model), TrainedShapes.Bytes(again));
        using ImageClassifier untaught = TransferLearning.Train(_shapes.Folder, Options with { Epochs = 2, Teachers = [] });
        Assert.Null(untaught.Manifest.Provenance!.Settings!.Teachers);
        Assert.NotEqual(model.Parameters["fc.weight"].Values, untaught.Parameters["fc.weight"].Values);
    }

    [Fact]
    public void A_stopped_training_goes_on_with_the_same_teachers_to_the_same_bytes_and_with_others_not_at_all()
    {
        TransferLearningOptions options = Options with { Epochs = 3, Augmentation = Augmentation.Mixed };
        using ImageClassifier expected = TransferLearning.Train(_shapes.Folder, options);
        options = options with { Checkpoint = Path.Combine(_folder, "a.checkpoint"), Resume = true };
        using var stop = new CancellationTokenSource();
        int steps = 0;
        using ImageClassifier stopped = TransferLearning.Train(
            _shapes.Folder,
            options with { Progress = new Told(progress => { if (progress.Stage == TrainingStage.Network && ++steps == 14) stop.Cancel(); }) },
            stop.Token);
        Assert.True(stopped.TrainingReport!.Cancelled);

        Assert.Contains("teachers", Refused(options with { Teachers = [Teacher, Teacher] }), StringComparison.Ordinal);
        Assert.Contains("teacher_share", Refused(options with { TeacherShare = 0.7 }), StringComparison.Ordinal);
        using ImageClassifier resumed = TransferLearning.Train(_shapes.Folder, options);
        Assert.Equal(TrainedShapes.Bytes(expected), TrainedShapes.Bytes(resumed));
    }

    [Fact]
    public void Several_teachers_answer_with_the_mean_of_what_each_says_the_classes_in_the_order_of_the_training()
    {
        string turned = Path.Combine(_folder, "turned.mlresnet"), other = Path.Combine(_folder, "other.mlresnet");
        new ImageClassifier(WithClassesReversed(_shapes.Model)).Save(turned);
        using (ImageClassifier model = TransferLearning.Train(_shapes.Folder, TrainedShapes.Options with { Epochs = 1, Seed = 9, Threads = 1 }))
            model.Save(other);
        float[] pixels = [.. _shapes.Unseen.Take(5).SelectMany(image => _shapes.Model.Preprocessing.Apply(ImageDecoder.DecodeFile(image.Path)))];

        float[] own = Answers(Teacher), others = Answers(other);
        Assert.Equal(_shapes.Model.Predict(_shapes.Unseen[0].Path).ScoresInOrder.ToArray(), own.Take(3));
        Assert.All(own.Zip(Answers(turned)), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.All(
            own.Zip(others, Answers(Teacher, other)), answer => Assert.Equal((answer.First + answer.Second) / 2, answer.Third, 1e-6));

        float[] Answers(params string[] paths)
        {
            using var teachers = Teachers.Open(new TransferLearningOptions { Teachers = paths, Threads = 1 }, _shapes.Folder);
            return teachers!.Answer(pixels, 5, 16, _shapes.Model.Preprocessing).ToArray();
        }
    }

    [Theory]
    [InlineData(24)]
    [InlineData(12)]
    public void A_teacher_answers_images_of_another_size_by_what_they_show_at_its_own(int size)
    {
        ImagePreprocessing preprocessing = _shapes.Model.Preprocessing;
        RgbImage[] pictures = [.. _shapes.Unseen.Take(5).Select(image => ImageDecoder.DecodeFile(image.Path))];
        float[] pixels = [.. pictures.SelectMany(preprocessing.WithSize(size).Apply)];
        float[] own = new float[5 * preprocessing.Size * preprocessing.Size * 3];
        SquareScaling.Run(pixels, 5, size, preprocessing.Size, own);

        using var teachers = Teachers.Open(new TransferLearningOptions { Teachers = [Teacher], Threads = 1 }, _shapes.Folder);

        Assert.Equal(
            teachers!.Answer(own, 5, preprocessing.Size, preprocessing).ToArray(), teachers.Answer(pixels, 5, size, preprocessing).ToArray());
    }

    [Fact]
    public void Whoever_cannot_teach_is_refused_by_name()
    {
        using var more = new ShapeFolder(imagesPerKind: 4);
        Directory.CreateDirectory(Path.Combine(more.Root, "star"));
        File.Copy(Directory.EnumerateFiles(Path.Combine(more.Root, "disc")).First(), Path.Combine(more.Root, "star", "1.png"));
        using var fewer = new ShapeFolder(imagesPerKind: 4);
        Directory.Delete(Path.Combine(fewer.Root, "disc"), recursive: true);
        string torn = Path.Combine(_folder, "torn.mlresnet");
        File.WriteAllBytes(torn, File.ReadAllBytes(Teacher).AsSpan(0, 5000));

        Assert.Contains("class star", Refused(Options, more.Open()), StringComparison.Ordinal);
        Assert.Contains("class disc", Refused(Options, fewer.Open()), StringComparison.Ordinal);
        Assert.Contains("one label", Refused(Options with { MultiLabel = true }), StringComparison.Ordinal);
        Assert.Contains("absent.mlresnet", Refused(Options with { Teachers = [Path.Combine(_folder, "absent.mlresnet")] }), StringComparison.Ordinal);
        Assert.Contains(torn, Refused(Options with { Teachers = [Teacher, torn] }), StringComparison.Ordinal);
        Assert.Contains("TeacherShare must be above 0", Refused(Options with { TeacherShare = 0 }), StringComparison.Ordinal);
        Assert.Contains("needs Teachers", Refused(Options with { Teachers = [], TeacherShare = 0.5 }), StringComparison.Ordinal);
        Assert.Contains("Teachers", Refused(new TransferLearningOptions { Tune = Tune.Head, Teachers = [Teacher] }), StringComparison.Ordinal);
        Assert.Contains(
            "cross-validation",
            Assert.Throws<MLResNetException>(() => CrossValidation.Run(_shapes.Folder, 2, Options)).Message,
            StringComparison.Ordinal);
    }

    private string Refused(TransferLearningOptions options, ImageFolder? images = null) =>
        Assert.ThrowsAny<MLResNetException>(() => TransferLearning.Train(images ?? _shapes.Folder, options)).Message;

    /// <summary>Gives each kind's images the name of the next one.</summary>
    private static void MoveLabels(string root)
    {
        string Of(string kind) => Path.Combine(root, kind);
        string[] kinds = ShapeFolder.Kinds;
        Directory.Move(Of(kinds[0]), Of("aside"));
        Directory.Move(Of(kinds[2]), Of(kinds[0]));
        Directory.Move(Of(kinds[1]), Of(kinds[2]));
        Directory.Move(Of("aside"), Of(kinds[1]));
    }

    /// <summary>The same images, each with the labels that it has not.</summary>
    private static ImageFolder Opposite(LabelledShapes shapes)
    {
        string manifest = Path.Combine(Path.GetDirectoryName(shapes.Manifest)!, "opposite.csv");
        IEnumerable<string[]> rows = File.ReadLines(shapes.Manifest).Skip(1).Select(row => row.Split(',', '|'));
        File.WriteAllLines(manifest, ["path,labels", .. rows.Select(row => $"{row[0]},{string.Join('|', ShapeFolder.Kinds.Except(row))}")]);
        return ImageFolder.Open(manifest, new ImageFolderOptions { MultiLabel = true });
    }

    private static ModelPackage WithClassesReversed(ImageClassifier model)
    {
        int classes = model.Labels.Count;
        NetworkParameters parameters = new(model.Spec, model.Parameters.Select(parameter => parameter.Clone()));
        foreach (Parameter parameter in parameters.Where(parameter => parameter.Name.StartsWith("fc.", StringComparison.Ordinal)))
        {
            int row = parameter.Values.Length / classes;
            float[] turned = [.. parameter.Values.Chunk(row).Reverse().SelectMany(values => values)];
            turned.CopyTo(parameter.Values, 0);
        }
        return new ModelPackage(model.Manifest with { Labels = [.. model.Labels.Reverse()], Provenance = null }, parameters);
    }
}
