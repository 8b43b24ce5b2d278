using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using MLResNet.Formats;
using MLResNet.Hosting;
using MLResNet.Serving.Documents;
using MLResNet.Serving.Problems;
using MLResNet.Serving.Queueing;
using MLResNet.Serving.Uploads;

namespace MLResNet.Serving.Endpoints;

/// <summary>What the endpoints of a model do.</summary>
/// <param name="classifier">The model.</param>
/// <param name="options">Their limits.</param>
/// <param name="limits">Limits on an image.</param>
/// <param name="queue">Where images go.</param>
/// <param name="guard">What requests pass.</param>
internal sealed class ClassifierEndpoints(
    HostedImageClassifier classifier, ImageClassifierEndpointOptions options, DecodeOptions limits, ImageQueue queue, RequestGuard guard)
{
    public const string LabelHeader = "X-MLResNet-Label";
    public const string ScoreHeader = "X-MLResNet-Score";
    public const int DefaultTop = 5;

    /// <summary>Names the images of a request.</summary>
    public Task ClassifyAsync(HttpContext context) => guard.RunAsync(context, "classify", isWork: true, async (context, time) =>
    {
        int top = TopOf(context.Request);
        using Upload upload = await ReceiveAsync(context.Request, time);
        PredictionJob[] jobs = [.. upload.Select(image => new PredictionJob(image))];
        await DoAsync(upload, jobs, time);
        PredictionDocument[] predictions = [.. upload.Zip(jobs, (image, job) => Describe(image, job, top, isOnly: upload.Count == 1))];
        await WriteAsync(context, new ClassificationDocument(predictions));
    });

    /// <summary>Shows on the image of a request what speaks for a label.</summary>
    public Task ExplainAsync(HttpContext context) => guard.RunAsync(context, "explain", isWork: true, async (context, time) =>
    {
        string? label = context.Request.Query.TryGetValue("label", out StringValues given) ? given.ToString() : null;
        using Upload upload = await ReceiveAsync(context.Request, time);
        if (upload.Count > 1)
            throw new ProblemException(Problem.TooManyImages(limit: 1));
        var job = new ExplanationJob(upload[0], label);
        await DoAsync(upload, [job], time);
        ExplainedImage explained = Result(upload[0], job.Result);
        HttpResponse response = context.Response;
        response.Headers[LabelHeader] = Uri.EscapeDataString(explained.Label);
        response.Headers[ScoreHeader] = explained.Score.ToString("R", CultureInfo.InvariantCulture);
        response.ContentType = "image/png";
        response.ContentLength = explained.Png.Length;
        response.Headers.CacheControl = "no-store";
        await response.Body.WriteAsync(explained.Png, context.RequestAborted);
    });

    /// <summary>Says which model is in service.</summary>
    public Task ModelAsync(HttpContext context) => guard.RunAsync(context, "model", isWork: false, async (context, time) =>
    {
        // Off this thread: the first one loads the model.
        using ImageClassifierLease lease = await Task.Run(() => ImageJob.LeaseOf(classifier), time);
        var most = new LimitsDocument(options.MaxBodyBytes, limits.MaxPixels, options.MaxImages);
        await WriteAsync(context, ModelDocument.Of(classifier.Name, lease, most));
    });

    private static int TopOf(HttpRequest request)
    {
        if (!request.Query.TryGetValue("top", out StringValues given))
            return DefaultTop;
        return int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out int top) && top >= 1
            ? top
            : throw new ProblemException(Problem.Malformed("top takes a whole number from 1: how many of the likeliest labels to tell."));
    }

    private static PredictionDocument Describe(UploadedImage image, PredictionJob job, int top, bool isOnly)
    {
        try
        {
            return PredictionDocument.Of(image.File, Result(image, job.Result), top);
        }
        catch (ProblemException e) when (!isOnly && e.InnerException is ImageFormatException)
        {
            return PredictionDocument.Of(image.File, e.Problem.Detail);
        }
    }

    /// <summary>The result of a job that has ended; an image that cannot be read is the client's problem.</summary>
    private static T Result<T>(UploadedImage image, Task<T> ended)
    {
        try
        {
            return ended.GetAwaiter().GetResult();
        }
        catch (ImageFormatException e)
        {
            throw new ProblemException(
                image.Length == 0 ? Problem.NoImage(e.Message)
                    : image.Format is ImageFormat.Jpeg or ImageFormat.Png or ImageFormat.Bmp or ImageFormat.Gif ? Problem.BadImage(e.Message)
                    : Problem.NotAnImage(e.Message),
                e);
        }
    }

    private static Task WriteAsync(HttpContext context, ClassificationDocument document)
    {
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(
            document, ServingJson.Readable.ClassificationDocument, contentType: null, context.RequestAborted);
    }

    private static Task WriteAsync(HttpContext context, ModelDocument document)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return context.Response.WriteAsJsonAsync(document, ServingJson.Readable.ModelDocument, contentType: null, context.RequestAborted);
    }

    private Task<Upload> ReceiveAsync(HttpRequest request, CancellationToken time)
    {
        // Who would find no place hears it before sending megabytes.
        return queue.HasRoom ? new UploadReader(request, options).ReadAsync(time) : throw new ProblemException(Problem.Busy);
    }

    /// <summary>Has jobs done, one for each image, and waits until they have ended, well or not.</summary>
    private async Task DoAsync(Upload upload, IReadOnlyList<ImageJob> jobs, CancellationToken time)
    {
        if (!queue.TryAdd(jobs))
            throw new ProblemException(Problem.Busy);
        upload.GiveAway(); // the queue has the images now
        try
        {
            await Task.WhenAll(jobs.Select(job => job.Ended)).WaitAsync(time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            time.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException)
        {
            foreach (ImageJob job in jobs)
                queue.Abandon(job);
            throw;
        }
    }
}
