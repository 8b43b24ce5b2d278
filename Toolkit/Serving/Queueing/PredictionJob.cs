using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using MLResNet.Formats;
using MLResNet.Hosting;
using MLResNet.Serving.Uploads;

namespace MLResNet.Serving.Queueing;

/// <summary>
/// An image to be classified: a worker decodes it for the model that is then in service, and a batch of such images goes through the
/// network.
/// </summary>
internal sealed class PredictionJob(UploadedImage image) : ImageJob<Prediction>(image)
{
    private HostedImageClassifier? _classifier;
    private ImageClassifierLease? _lease;
    private float[]? _pixels;
    private long _began;
    private int _length;

    /// <summary>The model that the image is prepared for.</summary>
    public ImageClassifier Model => _lease!.Classifier;

    /// <summary>[size][size][3]: the network's input.</summary>
    public ReadOnlySpan<float> Pixels => _pixels.AsSpan(0, _length);

    /// <summary>Decodes and prepares the image.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The job keeps the lease until it ends.")]
    public override void Work(HostedImageClassifier classifier, DecodeOptions limits)
    {
        _began = classifier.Metrics.Began(classifier.Name);
        _classifier = classifier;
        _lease = LeaseOf(classifier);
        _length = Model.Preprocessing.Size * Model.Preprocessing.Size * 3;
        _pixels = ArrayPool<float>.Shared.Rent(_length);
        Model.Prepare(Image.Bytes, limits, _pixels.AsSpan(0, _length));
        Image.Dispose();
    }

    public void Complete(Prediction prediction)
    {
        Release(error: null);
        Succeed(prediction);
    }

    public override void Fail(Exception error)
    {
        Release(error);
        base.Fail(error);
    }

    private void Release(Exception? error)
    {
        _lease?.Dispose();
        if (_pixels is not null)
            ArrayPool<float>.Shared.Return(_pixels);
        _pixels = null;
        _classifier?.Metrics.Ended(_classifier.Name, _began, error);
        _classifier = null;
    }
}
