using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using MLResNet.Serving.Monitoring;
using MLResNet.Serving.Problems;
using MLResNet.Serving.Queueing;

namespace MLResNet.Serving.Endpoints;

/// <summary>
/// What all requests to a model pass: the API key, the limit on how many there are at a time, the time that one may take; and what
/// becomes of errors.
/// </summary>
internal sealed class RequestGuard(string model, ImageClassifierEndpointOptions options, ServingMetrics metrics, ILogger logger)
    : IDisposable
{
    private const int ClientClosedRequest = 499; // as others log it; nobody is there to read it

    private readonly ApiKeyHeader _key = new(options.ApiKey);
    private readonly SemaphoreSlim _places = new(options.MaxConcurrentRequests);

    /// <summary>Lets a request pass, and answers it with a problem where that fails.</summary>
    /// <param name="context">The request.</param>
    /// <param name="operation">What it is about, for the metrics.</param>
    /// <param name="isWork">Whether it counts among those that are worked on at a time.</param>
    /// <param name="answer">Answers it, in the time that the token gives.</param>
    public async Task RunAsync(
        HttpContext context, string operation, bool isWork, Func<HttpContext, CancellationToken, Task> answer)
    {
        long start = metrics.Began(model, operation);
        int status = StatusCodes.Status200OK;
        bool hasPlace = false;
        try
        {
            if (!_key.Admits(context.Request))
                throw new ProblemException(Problem.Unauthorized);
            hasPlace = isWork && _places.Wait(0, CancellationToken.None);
            if (isWork && !hasPlace)
                throw new ProblemException(Problem.Busy);
            using var time = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
            time.CancelAfter(options.RequestTimeout);
            await answer(context, time.Token);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            status = ClientClosedRequest;
        }
        catch (Exception e)
        {
            status = await FailAsync(context, e);
        }
        finally
        {
            if (hasPlace)
                _places.Release();
            metrics.Ended(model, operation, status, start);
        }
    }

    public void Dispose() => _places.Dispose();

    private static Problem Explain(Exception error) => error switch
    {
        ProblemException e => e.Problem,
        OperationCanceledException => Problem.TookTooLong,
        NoModelException => Problem.NoModel,
        _ => Problem.Fault,
    };

    private async Task<int> FailAsync(HttpContext context, Exception error)
    {
        Problem problem = Explain(error);
        if (problem == Problem.Fault)
            logger.Failed(context.Request.Path, error);
        if (context.Response.HasStarted)
        {
            context.Abort(); // half an answer must not look like a whole one
            return problem.Status;
        }
        try
        {
            await problem.WriteAsync(context.Response, context.RequestAborted);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            return ClientClosedRequest;
        }
        return problem.Status;
    }
}
