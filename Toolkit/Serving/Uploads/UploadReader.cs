using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using MLResNet.Serving.Problems;

namespace MLResNet.Serving.Uploads;

/// <summary>
/// Reads the images of a request as they arrive, from a raw body or multipart/form-data, within limits and nowhere but into memory.
/// </summary>
/// <param name="request">The request.</param>
/// <param name="limits">Says how much it may hold.</param>
internal sealed class UploadReader(HttpRequest request, ImageClassifierEndpointOptions limits)
{
    private const string HowToSend = "send an image as the body, with a content type such as image/jpeg, or several as multipart/form-data";
    private const int MostNameLength = 255;
    private const int MostBoundaryLength = 70; // RFC 2046

    // Fields that are no files are passed over; so many that someone must mean harm are not.
    private const int MostOtherFields = 32;

    private long _received;

    /// <summary>Reads all of it.</summary>
    /// <exception cref="ProblemException">There is no image, or more than is allowed.</exception>
    /// <exception cref="OperationCanceledException">The client went away, or took too long.</exception>
    public async Task<Upload> ReadAsync(CancellationToken cancellationToken)
    {
        if (request.ContentLength > limits.MaxBodyBytes)
            throw new ProblemException(Problem.BodyTooLarge(limits.MaxBodyBytes));
        LeaveCountingToUs();
        var upload = new Upload();
        try
        {
            if (!MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type))
                await ReadRawAsync(upload, string.IsNullOrEmpty(request.ContentType), cancellationToken);
            else if (type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
                await ReadMultipartAsync(upload, HeaderUtilities.RemoveQuotes(type.Boundary).ToString(), cancellationToken);
            else
                await ReadRawAsync(upload, IsImage(type.MediaType.ToString()), cancellationToken);
            return upload;
        }
        catch (Exception e)
        {
            upload.Dispose();
            if (Explain(e) is { } problem)
                throw new ProblemException(problem, e);
            throw;
        }
    }

    private static bool IsImage(string mediaType) => mediaType.StartsWith("image/", StringComparison.OrdinalIgnoreCase)
        || mediaType.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The server's limit would cut the connection before the client hears why; the bytes that arrive are counted here.
    /// </summary>
    private void LeaveCountingToUs()
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
            feature.MaxRequestBodySize = null;
    }

    /// <summary>What is wrong with a request that cannot be read; null where it is another's fault, or the client has gone.</summary>
    private Problem? Explain(Exception error) => request.HttpContext.RequestAborted.IsCancellationRequested ? null : error switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => Problem.TooSlow,
        BadHttpRequestException e => Problem.Malformed($"The request cannot be read: {e.Message}"),
        OperationCanceledException => Problem.TooSlow,
        InvalidDataException or IOException => Problem.Malformed("The multipart/form-data cannot be read: it is cut off or not as RFC 7578 has it."),
        _ => null,
    };

    private async Task ReadRawAsync(Upload upload, bool isImage, CancellationToken cancellationToken)
    {
        if (!isImage)
        {
            throw new ProblemException(Problem.NotAnImage(
                $"The content type '{Shorten(request.ContentType!)}' is not an image's; {HowToSend}."));
        }
        UploadedImage image = upload.Add(file: null);
        await ReadAsync(request.Body, image, cancellationToken);
        if (image.Length == 0)
            throw new ProblemException(Problem.NoImage($"The request has no body; {HowToSend}."));
    }

    private async Task ReadMultipartAsync(Upload upload, string boundary, CancellationToken cancellationToken)
    {
        if (boundary.Length is 0 or > MostBoundaryLength)
            throw new ProblemException(Problem.Malformed("The content type multipart/form-data lacks a boundary of 1 to 70 characters."));
        var reader = new MultipartReader(boundary, request.Body);
        int otherFields = 0;
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            if (!TryGetFile(section, out string? file))
            {
                if (++otherFields > MostOtherFields)
                    throw new ProblemException(Problem.Malformed($"The request has more than {MostOtherFields} fields that are no images."));
                await SkipAsync(section.Body, cancellationToken);
                continue;
            }
            if (upload.Count == limits.MaxImages)
                throw new ProblemException(Problem.TooManyImages(limits.MaxImages));
            await ReadAsync(section.Body, upload.Add(file), cancellationToken);
        }
        if (upload.Count == 0)
            throw new ProblemException(Problem.NoImage($"The multipart/form-data has no file; {HowToSend}."));
    }

    /// <summary>Whether a part is a file, by its name or its type; a form's other fields are none.</summary>
    private static bool TryGetFile(MultipartSection section, out string? file)
    {
        file = null;
        if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out ContentDispositionHeaderValue? disposition))
            file = NameOf(disposition);
        return file is not null
            || (MediaTypeHeaderValue.TryParse(section.ContentType, out MediaTypeHeaderValue? type) && IsImage(type.MediaType.ToString()));
    }

    /// <summary>The last part of the name, as some clients send paths of theirs.</summary>
    private static string? NameOf(ContentDispositionHeaderValue disposition)
    {
        string? name = disposition.FileNameStar.Value ?? HeaderUtilities.RemoveQuotes(disposition.FileName).Value;
        return name is null ? null : Shorten(name[(name.LastIndexOfAny(['/', '\\']) + 1)..]);
    }

    private static string Shorten(string text) => text.Length <= MostNameLength ? text : text[..MostNameLength];

    private async Task ReadAsync(Stream body, UploadedImage image, CancellationToken cancellationToken)
    {
        for (int read; (read = await body.ReadAsync(image.Free(), cancellationToken)) > 0;)
        {
            Count(read);
            image.Append(read);
        }
        image.End();
    }

    private async Task SkipAsync(Stream body, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 12);
        try
        {
            for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
                Count(read);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Count(int read)
    {
        _received += read;
        if (_received > limits.MaxBodyBytes)
            throw new ProblemException(Problem.BodyTooLarge(limits.MaxBodyBytes));
    }
}
