using MLResNet.Formats;
using MLResNet.Hosting;
using MLResNet.Imaging;
using MLResNet.Serving.Problems;
using MLResNet.Serving.Uploads;

namespace MLResNet.Serving.Queueing;

/// <summary>An image of which is to be shown what speaks for a label: all of it is a worker's.</summary>
/// <param name="image">The image.</param>
/// <param name="label">The label; null for the likeliest.</param>
internal sealed class ExplanationJob(UploadedImage image, string? label) : ImageJob<ExplainedImage>(image)
{
    public override void Work(HostedImageClassifier classifier, DecodeOptions limits)
    {
        using ImageClassifierLease lease = LeaseOf(classifier);
        ImageClassifier model = lease.Classifier;
        RgbImage picture = model.Decode(Image.Bytes, limits);
        Image.Dispose();
        Explanation explanation = Explain(model, picture);
        var png = new MemoryStream();
        explanation.SavePng(png);
        Succeed(new ExplainedImage(explanation.Label, explanation.Score, png.GetBuffer().AsMemory(0, (int)png.Length)));
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
