using MLResNet.Backbones;
using MLResNet.Engine;
using MLResNet.Engine.Networks;
using MLResNet.Engine.Training;
using MLResNet.Imaging;
using MLResNet.Loading;

namespace MLResNet.Training;

/// <summary>
/// Gives the batch norms of a backbone the statistics of new images (Li et al. 2016, arXiv:1603.04779). Training normalises by
/// the statistics of its batches; a head that was fitted to features of other statistics would have to be learned anew before
/// anything else is.
/// </summary>
internal sealed class NormAdapter(PretrainedBackbone backbone, ImagePreprocessing preprocessing, TransferLearningOptions options)
{
    /// <summary>Shows the images to the network once, in batches.</summary>
    /// <param name="images">The images; those that cannot be read are passed over.</param>
    /// <param name="frozen">The first stages, which do not adapt; null where all do.</param>
    /// <param name="cancellationToken">Ends it with an exception.</param>
    /// <returns>The backbone with other running statistics.</returns>
    public PretrainedBackbone Run(ImageFolder images, FrozenStages? frozen, CancellationToken cancellationToken)
    {
        ResNetSpec spec = backbone.Spec;
        var loader = new ImageLoader(images, preprocessing, new ImageLoaderOptions
        {
            BatchSize = Math.Min(options.BatchSize, images.Count),
            DropShortBatch = true,
            Threads = ComputeThreads.Of(options.Threads),
            Seed = options.Seed,
            BalancedSampling = options.BalanceClasses == ClassBalance.Sampling, // as the training will
            Strict = options.Strict,
        });
        using var network = new NetworkTrainer(spec, backbone.Parameters, new TrainerOptions
        {
            TrainedStages = spec.Depths.Length - (frozen?.Stages ?? 0), Compute = new ComputeOptions { Threads = options.Threads },
        });
        var meter = new ProgressMeter([1], loader.BatchesPerEpoch, options.Progress);
        meter.BeginEpoch(1);
        int batches = 0, seen = 0;
        foreach (ImageBatch batch in loader.Shuffled(epoch: 0, cancellationToken))
        {
            ReadOnlySpan<float> input = batch.Pixels.Span;
            (int height, int width) = frozen?.Run(batch, batch.Pixels.Span, isVaried: false, out input) ?? (batch.Size, batch.Size);
            network.Observe(input, batch.Count, height, width, share: 1.0 / ++batches);
            meter.EndFeatures(batches, seen += batch.Count);
        }
        return backbone.With(network.Snapshot());
    }
}
