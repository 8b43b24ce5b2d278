using MLResNet.Engine;
using MLResNet.Engine.Networks;
using MLResNet.Engine.Training;
using MLResNet.Imaging;
using MLResNet.Loading;

namespace MLResNet.Training;

/// <summary>
/// Gives the batch norms of a network the statistics of images as a model meets them, neither cropped at random nor changed
/// otherwise (Li et al. 2016, arXiv:1603.04779).
/// </summary>
/// <param name="preprocessing">How a picture becomes the network's input.</param>
/// <param name="options">Size of a batch, seed, threads, progress.</param>
internal sealed class NormAdapter(ImagePreprocessing preprocessing, TransferLearningOptions options)
{
    /// <summary>Shows the images to the network once, in batches.</summary>
    /// <param name="parameters">The network.</param>
    /// <param name="images">The images; those that cannot be read are passed over.</param>
    /// <param name="frozen">The first stages, which do not adapt; null where all do.</param>
    /// <param name="cancellationToken">Ends it with an exception.</param>
    /// <returns>The network with other running statistics.</returns>
    public NetworkParameters Run(
        NetworkParameters parameters, ImageFolder images, FrozenStages? frozen, CancellationToken cancellationToken)
    {
        var loader = new ImageLoader(images, preprocessing, new ImageLoaderOptions
        {
            BatchSize = Math.Min(options.BatchSize, images.Count),
            DropShortBatch = true,
            Threads = ComputeThreads.Of(options.Threads),
            Seed = options.Seed,
            BalancedSampling = options.BalanceClasses == ClassBalance.Sampling, // as the training will
            Strict = options.Strict,
        });
        using var network = new NetworkTrainer(parameters.Spec, parameters, new TrainerOptions
        {
            TrainedStages = parameters.Spec.Depths.Length - (frozen?.Stages ?? 0),
            Compute = new ComputeOptions { Threads = options.Threads },
        });
        var meter = new ProgressMeter([1], loader.BatchesPerEpoch, options.Progress);
        meter.BeginEpoch(1);
        int batches = 0, seen = 0;
        foreach (ImageBatch batch in loader.Shuffled(epoch: 0, cancellationToken))
        {
            ReadOnlySpan<float> input = batch.Pixels.Span;
            (int height, int width) = frozen?.Run(batch, batch.Pixels.Span, isVaried: false, out input) ?? (batch.Size, batch.Size);
            network.Observe(input, batch.Count, height, width, share: 1.0 / ++batches);
            meter.EndNorms(batches, seen += batch.Count);
        }
        return network.Snapshot();
    }
}
