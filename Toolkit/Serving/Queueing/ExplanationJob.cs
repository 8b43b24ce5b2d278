using MLResNet.Formats;
using MLResNet.Hosting;
using MLResNet.Imaging;
using MLResNet.Serving.Problems;
using MLResNet.Serving.Uploads;

namespace MLResNet.Serving.Queueing;

/// <summary>An image of which is to be shown what speaks for a label: all of it is a worker's.</summary>
/// <param name="image">The image.</param>
/// <param name="label">The label; null for the likeliest.</param>
internal sealed class ExplanationJob(UploadedImage image, string? label) : ImageJob(image)
{
    private readonly TaskCompletionSource<ExplainedImage> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override Task Ended => _result.Task;

    /// <summary>The explanation.</summary>
    public Task<ExplainedImage> Result => _result.Task;

    public override void Work(HostedImageClassifier classifier, DecodeOptions limits)
    {
        using ImageClassifierLease lease = LeaseOf(classifier);
        ImageClassifier model = lease.Classifier;
        RgbImage picture = ImageDecoder.Decode(Image.Bytes, model.Preprocessing.ToDecodeOptions(limits));
        Image.Dispose();
        Explanation explanation = Explain(model, picture);
        var png = new MemoryStream();
        explanation.SavePng(png);
        _result.TrySetResult(new ExplainedImage(explanation.Label, explanation.Score, png.GetBuffer().AsMemory(0, (int)png.Length)));
    }

    public override void Fail(Exception error)
    {
        base.Fail(error);
        _result.TrySetException(error);
        _ = _result.Task.Exception; // seen, if nobody waits for it
    }

    private Explanation Explain(ImageClassifier model, RgbImage picture)
    {
        try
        {
            return model.Explain(picture, label);
        }
        catch (MLResNetException e)
        {
            throw new ProblemException(Problem.UnknownLabel(e.Message), e);
        }
    }
}
