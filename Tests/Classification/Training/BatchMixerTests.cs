using MLResNet.Engine.Training;
using MLResNet.Imaging;
using MLResNet.Loading;
using MLResNet.Training;

namespace MLResNet.Classification.Tests.Training;

public sealed class BatchMixerTests : IDisposable
{
    private readonly ShapeFolder _shapes = new(imagesPerKind: 4);

    public void Dispose() => _shapes.Dispose();

    [Fact]
    public void Mixup_blends_each_image_with_another_and_their_labels_by_the_same_share()
    {
        var mixer = new BatchMixer(new Augmentation { Mixup = 1 }, seed: 3);
        ImageBatch batch = Batch();
        int[] given = batch.Labels.ToArray();
        for (int step = 0; step < 20; step++)
        {
            LabelMixture labels = mixer.Mix(batch, 1, step, out ReadOnlySpan<float> pixels);
            Assert.Equal(batch.Labels.ToArray(), labels.First.ToArray());
            Assert.Equal(batch.Labels.ToArray().Order(), labels.Second.ToArray().Order()); // each is a partner once
            Assert.Equal(labels.Second.ToArray(), mixer.Partners[..batch.Count].ToArray().Select(partner => given[partner]));
            double share = labels.Share;
            AssertEachIs(batch, labels, pixels, (own, other, mixed) => Math.Abs(own * share + other * (1 - share) - mixed) < 1e-4);
        }
    }

    [Fact]
    public void CutMix_takes_each_pixel_from_one_of_two_images_and_labels_by_area()
    {
        var mixer = new BatchMixer(new Augmentation { CutMix = 1 }, seed: 3);
        ImageBatch batch = Batch();
        for (int step = 0; step < 20; step++)
        {
            LabelMixture labels = mixer.Mix(batch, 1, step, out ReadOnlySpan<float> pixels);
            AssertEachIs(batch, labels, pixels, (own, other, mixed) => mixed == own || mixed == other);
            double most = 0;
            for (int image = 0; image < batch.Count; image++)
                most = Math.Max(most, Differences(batch, pixels, image) / (16 * 16.0));
            // Where two images differ everywhere, the pixels that changed are those of the rectangle.
            Assert.InRange(most, 0, 1 - labels.Share + 1e-9);
        }
    }

    [Fact]
    public void What_is_drawn_depends_on_seed_epoch_and_step_alone_and_is_none_without_mixing()
    {
        ImageBatch batch = Batch();
        float[] Mixed(int seed, int epoch, int step)
        {
            new BatchMixer(Augmentation.Strong, seed).Mix(batch, epoch, step, out ReadOnlySpan<float> pixels);
            return pixels.ToArray();
        }

        Assert.Equal(Mixed(1, 2, 3), Mixed(1, 2, 3));
        Assert.NotEqual(Mixed(1, 2, 3), Mixed(1, 2, 4));
        Assert.NotEqual(Mixed(1, 2, 3), Mixed(1, 3, 3));
        Assert.NotEqual(Mixed(1, 2, 3), Mixed(2, 2, 3));
        Assert.True(new BatchMixer(Augmentation.Strong, 1).IsActive);
        Assert.False(new BatchMixer(Augmentation.Standard, 1).IsActive);
    }

    [Fact]
    public void A_network_learns_from_mixed_images_too_and_comes_to_the_same_on_any_number_of_threads()
    {
        TransferLearningOptions options = TrainedShapes.Options with { Augmentation = Augmentation.Strong, Epochs = 2 };
        using ImageClassifier one = TransferLearning.Train(_shapes.Open(), options with { Threads = 1 });
        using ImageClassifier two = TransferLearning.Train(_shapes.Open(), options with { Threads = 2 });
        using ImageClassifier plain = TransferLearning.Train(_shapes.Open(), options with { Augmentation = Augmentation.Strong with { Mixup = 0, CutMix = 0 } });

        Assert.Equal(TrainedShapes.Bytes(one), TrainedShapes.Bytes(two));
        Assert.NotEqual(one.Parameters[0].Values, plain.Parameters[0].Values);
    }

    private ImageBatch Batch()
    {
        var loader = new ImageLoader(_shapes.Open(), new ImagePreprocessing().WithSize(16), new ImageLoaderOptions { BatchSize = 12 });
        return loader.InOrder().First();
    }

    private static int Differences(ImageBatch batch, ReadOnlySpan<float> mixed, int image)
    {
        int length = 16 * 16 * 3, count = 0;
        ReadOnlySpan<float> own = batch.Pixels.Span.Slice(image * length, length), now = mixed.Slice(image * length, length);
        for (int pixel = 0; pixel < length; pixel += 3)
            count += own.Slice(pixel, 3).SequenceEqual(now.Slice(pixel, 3)) ? 0 : 1;
        return count;
    }

    // Some image with the second label must be what each was mixed with.
    private static void AssertEachIs(
        ImageBatch batch, LabelMixture labels, ReadOnlySpan<float> mixed, Func<float, float, float, bool> isMixture)
    {
        float[] all = batch.Pixels.ToArray(), result = mixed.ToArray();
        int length = all.Length / batch.Count;
        int[] given = batch.Labels.ToArray();
        for (int image = 0; image < batch.Count; image++)
        {
            int second = labels.Second[image], at = image * length;
            Assert.Contains(
                Enumerable.Range(0, batch.Count).Where(other => given[other] == second),
                other => Enumerable.Range(0, length).All(i => isMixture(all[at + i], all[other * length + i], result[at + i])));
        }
    }
}
