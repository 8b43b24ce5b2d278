using MLResNet.Formats;
using MLResNet.Hosting;
using MLResNet.Serving.Uploads;

namespace MLResNet.Serving.Queueing;

/// <summary>What is to be done with an image, by a worker; the queue has the image from when it takes the job.</summary>
/// <param name="image">The image.</param>
internal abstract class ImageJob(UploadedImage image)
{
    /// <summary>Where it waits; null before, and from when a worker has taken it. The queue's.</summary>
    public LinkedListNode<ImageJob>? Place { get; set; }

    /// <summary>Whether nobody waits for its result any more. The queue's.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>Ends when the result is there, or cannot be.</summary>
    public abstract Task Ended { get; }

    protected UploadedImage Image => image;

    /// <summary>Does what a worker does.</summary>
    /// <param name="classifier">The model.</param>
    /// <param name="limits">Limits on the image.</param>
    public abstract void Work(HostedImageClassifier classifier, DecodeOptions limits);

    /// <summary>Gives up, and what it holds.</summary>
    public virtual void Fail(Exception error) => image.Dispose();

    /// <summary>Holds the model in service.</summary>
    /// <exception cref="NoModelException">There is none.</exception>
    public static ImageClassifierLease LeaseOf(HostedImageClassifier classifier)
    {
        try
        {
            return classifier.Lease();
        }
        catch (MLResNetException e)
        {
            throw new NoModelException(e);
        }
    }
}
