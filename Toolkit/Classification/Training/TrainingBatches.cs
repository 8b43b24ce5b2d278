using MLResNet.Formats;
using MLResNet.Imaging;

namespace MLResNet.Training;

/// <summary>The training images in batches: a new order every epoch, each image varied by (seed, epoch, image) alone.</summary>
internal sealed class TrainingBatches
{
    private readonly TrainingPlan _plan;
    private readonly ImagePreprocessing _preprocessing;
    private readonly int _seed;
    private readonly int _threads;
    private readonly int[] _order;
    private readonly int[] _labels;
    private readonly float[] _pixels;
    private int _epoch;

    public TrainingBatches(TrainingPlan plan, ImagePreprocessing preprocessing, TransferLearningOptions options)
    {
        _plan = plan;
        _preprocessing = preprocessing;
        _seed = options.Seed;
        _threads = options.Threads == 0 ? Environment.ProcessorCount : options.Threads;
        _order = new int[plan.Images.Count];
        _labels = new int[plan.BatchSize];
        _pixels = new float[plan.BatchSize * PixelsPerImage];
    }

    /// <summary>[batch][height][width][3] of the batch that was loaded last.</summary>
    public ReadOnlySpan<float> Pixels => _pixels;

    /// <summary>Classes of its images.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    private int PixelsPerImage => _preprocessing.Size * _preprocessing.Size * 3;

    /// <summary>Puts the images in the order of an epoch.</summary>
    public void Begin(int epoch)
    {
        _epoch = epoch;
        for (int i = 0; i < _order.Length; i++)
            _order[i] = i;
        new SplitMix64(_seed, epoch).Shuffle<int>(_order);
    }

    /// <summary>Decodes and varies the images of a step, counted from 0.</summary>
    /// <exception cref="ImageFormatException">A file that could be read before cannot any more.</exception>
    public void Load(int step, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = _threads };
        try
        {
            Parallel.For(0, _plan.BatchSize, options, i => Load(_order[step * _plan.BatchSize + i], i));
        }
        catch (AggregateException e) when (e.InnerException is ImageFormatException error)
        {
            throw new ImageFormatException(error.Message, e);
        }
    }

    private void Load(int index, int position)
    {
        LabeledImage image = _plan.Images[index];
        _labels[position] = image.LabelIndex;
        _preprocessing.Apply(
            ImageDecoder.DecodeFile(image.Path, _preprocessing.ToDecodeOptions()),
            _plan.Settings.Augmentation,
            new SplitMix64(_seed, _epoch, index),
            _pixels.AsSpan(position * PixelsPerImage, PixelsPerImage));
    }
}
