using MLResNet.Serving.Uploads;

namespace MLResNet.Serving.Queueing;

/// <summary>A job that comes to something.</summary>
/// <typeparam name="TResult">What it comes to.</typeparam>
/// <param name="image">The image.</param>
internal abstract class ImageJob<TResult>(UploadedImage image) : ImageJob(image)
{
    private readonly TaskCompletionSource<TResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What it comes to, or the error.</summary>
    public Task<TResult> Result => _result.Task;

    public override Task Ended => _result.Task;

    public override void Fail(Exception error)
    {
        base.Fail(error);
        _result.TrySetException(error);
        _ = _result.Task.Exception; // seen, if nobody waits for it
    }

    protected void Succeed(TResult result) => _result.TrySetResult(result);
}
