namespace MLResNet.Classification.Tests;

/// <summary>A model of shapes, trained once for all tests that need one, and the folder it was trained on.</summary>
public sealed class TrainedShapes : IDisposable
{
    internal static readonly TransferLearningOptions Options = new()
    {
        Arch = "resnet20-cifar",
        Size = 16,
        Epochs = 5,
        BatchSize = 8,
        LearningRate = 5e-3,
        ValidationFraction = 0,
    };

    private readonly ShapeFolder _folder = new(imagesPerKind: 24);
    private readonly ShapeFolder _unseen = new(imagesPerKind: 12, seed: 2);

    public TrainedShapes() => Model = TransferLearning.Train(Folder, Options with { Threads = 2 });

    public ImageFolder Folder => _folder.Open();

    public ImageFolder Unseen => _unseen.Open();

    public ImageClassifier Model { get; }

    public static byte[] Bytes(ImageClassifier model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    public void Dispose()
    {
        Model.Dispose();
        _folder.Dispose();
        _unseen.Dispose();
    }
}
