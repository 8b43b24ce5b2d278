using MLResNet.Engine.Networks;
using MLResNet.Imaging;
using MLResNet.Packaging;
using MLResNet.Training.Distillation;

namespace MLResNet.Training;

/// <summary>
/// How a network is trained from random weights: AdamW on a one-cycle schedule, label smoothing, random resized crops and mirror
/// images, a moving average of the weights. Fills in what the options leave open.
/// </summary>
/// <param name="Spec">The network.</param>
/// <param name="Settings">Every setting.</param>
/// <param name="Preprocessing">How a picture becomes the network's input.</param>
internal sealed record ScratchRecipe(ResNetSpec Spec, TrainingSettings Settings, ImagePreprocessing Preprocessing)
{
    private const int DefaultSize = 96;

    /// <summary>A ResNet-18 with half the blocks, which a few thousand images can fill, and a processor train.</summary>
    private const string DefaultArch = "resnet10";

    private static readonly EpochRecipe Recipe =
        new(LearningRate: 2e-3, Steps: 4000, LeastEpochs: 10, MostEpochs: 80, AverageEpochs: 2);

    public static ScratchRecipe For(int images, TransferLearningOptions options, Teachers? teachers)
    {
        ResNetSpec spec = Network(options.Arch ?? DefaultArch);
        bool isForSmallPictures = spec.DefaultSize < 64;
        int size = options.Size ?? (isForSmallPictures ? spec.DefaultSize : DefaultSize);
        // Pictures of 32 x 32 pixels have no margin to spare.
        ImagePreprocessing preprocessing = isForSmallPictures
            ? new ImagePreprocessing { Size = size, ResizeShortSide = size }
            : new ImagePreprocessing().WithSize(size);
        return new ScratchRecipe(spec, Recipe.Settle(size, images, options, teachers), preprocessing);
    }

    private static ResNetSpec Network(string id)
    {
        if (ResNetFamily.TryGet(id, out ResNetSpec? spec))
            return spec;
        throw new MLResNetException($"The option Arch names no network, '{id}'; there are {string.Join(", ", ResNetFamily.Ids)}.");
    }
}
