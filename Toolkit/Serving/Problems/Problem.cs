using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using MLResNet.Serving.Documents;
using MLResNet.Serving.Endpoints;

namespace MLResNet.Serving.Problems;

/// <summary>Why a request is not answered as it wishes: an answer by RFC 9457.</summary>
/// <param name="Status">The answer's status.</param>
/// <param name="Name">Ends the problem's type, a URN.</param>
/// <param name="Title">The kind of problem in words.</param>
/// <param name="Detail">The reason, and what to do.</param>
internal sealed record Problem(int Status, string Name, string Title, string Detail)
{
    public const string ContentType = "application/problem+json";

    private const string TypePrefix = "urn:mlresnet:problem:";
    private const int SecondsToRetryAfter = 1;

    public static Problem NoImage(string detail) => new(400, "no-image", "No image", detail);

    public static Problem Malformed(string detail) => new(400, "malformed", "Malformed request", detail);

    public static Problem Unauthorized { get; } = new(
        401, "unauthorized", "API key missing or wrong", $"Send the server's API key in the header {ApiKeyHeader.Name}.");

    public static Problem TooSlow { get; } = new(
        408, "too-slow", "Request too slow", "The request did not arrive in the time that it may take; send it again, or smaller images.");

    public static Problem BodyTooLarge(long limit) => new(
        413, "body-too-large", "Request too large", $"The request has more than {limit} bytes; send smaller images, or fewer at a time.");

    public static Problem TooManyImages(int limit) => new(
        413, "too-many-images", "Too many images", $"The request has more than {Images(limit)}; send fewer at a time.");

    public static Problem NotAnImage(string detail) => new(415, "not-an-image", "Not an image", detail);

    public static Problem BadImage(string detail) => new(422, "bad-image", "Image cannot be read", detail);

    public static Problem UnknownLabel(string detail) => new(422, "unknown-label", "Unknown label", detail);

    public static Problem Fault { get; } = new(
        500, "fault", "Fault of the server", "This should not have happened; the server's log says more.");

    public static Problem Busy { get; } = new(
        503, "busy", "Busy", "The server has as many images to work on as it takes; send the request again in a moment.");

    public static Problem NoModel { get; } = new(
        503, "no-model", "No model", "The model cannot be loaded; the server's log says why.");

    public static Problem TookTooLong { get; } = new(
        504, "took-too-long", "Took too long", "The server could not answer in the time that a request may take; send it again later.");

    /// <summary>For what the server itself answers by a bare status, such as an address that is not there.</summary>
    public static Problem OfStatus(int status, string reason) => new(
        status,
        string.Create(CultureInfo.InvariantCulture, $"status-{status}"),
        reason,
        status switch
        {
            StatusCodes.Status404NotFound => "There is nothing at this address; /openapi.json describes what there is.",
            StatusCodes.Status405MethodNotAllowed => "This address takes another method; the header Allow names it.",
            _ => $"{reason}.",
        });

    /// <summary>Writes it as the answer.</summary>
    public Task WriteAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        response.StatusCode = Status;
        IHeaderDictionary headers = response.Headers;
        headers.CacheControl = "no-store";
        if (Status == StatusCodes.Status503ServiceUnavailable)
            headers.RetryAfter = SecondsToRetryAfter.ToString(CultureInfo.InvariantCulture);
        if (Status == StatusCodes.Status401Unauthorized)
            headers[HeaderNames.WWWAuthenticate] = $"ApiKey header=\"{ApiKeyHeader.Name}\"";
        var document = new ProblemDocument(TypePrefix + Name, Title, Status, Detail);
        return response.WriteAsJsonAsync(document, ServingJson.Readable.ProblemDocument, ContentType, cancellationToken);
    }

    private static string Images(int count) => count == 1 ? "1 image" : $"{count} images";
}
