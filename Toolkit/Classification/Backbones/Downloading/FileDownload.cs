using System.Net.Http.Headers;

namespace MLResNet.Backbones.Downloading;

/// <summary>
/// Fetches one file: goes on where an earlier attempt broke off, tries again with pauses, and accepts nothing but the right file.
/// </summary>
/// <param name="client">Sends the requests; must not follow redirections by itself, nor have a timeout.</param>
/// <param name="address">Where the file is.</param>
/// <param name="expected">What is known of it beforehand.</param>
/// <param name="partial">Where to put it.</param>
/// <param name="options">How patient to be.</param>
/// <param name="report">Told the stage, the bytes that are here, and the file's length if known.</param>
/// <param name="remedy">What the user can do where there is no connection, as the end of a sentence.</param>
internal sealed class FileDownload(
    HttpClient client, Uri address, ExpectedFile expected, PartialFile partial, DownloadOptions options,
    Action<DownloadStage, long, long?> report, string remedy)
{
    /// <summary>No file of weights that could be opened is larger.</summary>
    private static readonly long LargestFile = Array.MaxLength;

    private string? _serverSha256;
    private bool _isPieced;

    /// <summary>Fetches the file into the partial file, which is complete and right when this returns.</summary>
    /// <exception cref="MLResNetException">
    /// The server does not have the file, has another one, or cannot be reached; or the disk is full. What came in of the right
    /// file is kept for the next time.
    /// </exception>
    public async Task<FileDigest> RunAsync(CancellationToken cancellation)
    {
        long furthest = partial.Length;
        for (int failures = 0; ;)
        {
            try
            {
                await AttemptAsync(cancellation).ConfigureAwait(false);
                if (Check(cancellation) is { } digest)
                    return digest;
                furthest = 0;
            }
            catch (TransferException e)
            {
                bool hasProgressed = partial.Length >= furthest + options.LeastProgress;
                furthest = Math.Max(furthest, partial.Length);
                failures = hasProgressed ? 1 : failures + 1;
                if (failures >= options.Attempts)
                {
                    throw Failed($"{e.Message}, {failures} times in a row; "
                        + (partial.Length > 0 && partial.Note is not null ? "what came in is kept, so try again later" : "try again later")
                        + $", or {remedy}", e);
                }
                report(DownloadStage.Retrying, partial.Length, expected.Bytes);
                await Task.Delay(options.PauseAfter(failures, e.Pause), cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Checks what has come in. Null if it is wrong but pieced together, so that fetching it in one go may mend it.
    /// </summary>
    private FileDigest? Check(CancellationToken cancellation)
    {
        report(DownloadStage.Converting, partial.Length, partial.Length);
        FileDigest digest = FileDigest.Of(partial.Path, cancellation);
        string? difference = digest.DifferenceFrom(expected with { Sha256 = expected.Sha256 ?? _serverSha256 });
        if (difference is null)
            return digest;
        partial.Delete();
        if (!_isPieced)
            throw Wrong(difference);
        _isPieced = false;
        return null;
    }

    private async Task AttemptAsync(CancellationToken cancellation)
    {
        PartialNote? note = partial.Note is { } known && known.Address == address.AbsoluteUri ? known : null;
        long offset = note is null ? 0 : partial.Length;
        _serverSha256 = note?.ServerSha256;
        if (offset > 0)
            _isPieced = true;
        if (offset > 0 && offset == expected.Bytes)
            return;

        using var stall = new StallGuard(options.StallTimeout, cancellation);
        using HttpResponseMessage response = await SendAsync(offset, note, stall).ConfigureAwait(false);
        switch ((int)response.StatusCode)
        {
            case 206 when offset > 0 && response.Content.Headers.ContentRange is { From: { } from } range && from == offset:
                await ReceiveAsync(response, Open(() => partial.Append()), offset, range.Length, stall).ConfigureAwait(false);
                break;
            case 200:
                await ReceiveAllAsync(response, stall).ConfigureAwait(false);
                break;
            case 416 when offset > 0 && response.Content.Headers.ContentRange?.Length == offset: // it was complete
                break;
            case 206 or 416: // another part than asked for, or none: what is here is of no use
                partial.Delete();
                throw new TransferException($"the server has nothing to go on with after {offset} bytes");
            case 408 or 425 or 429 or >= 500:
                throw new TransferException($"the server answered {Status(response)}", RetryAfter(response));
            default:
                throw Failed($"the server answered {Status(response)}", null);
        }
    }

    /// <summary>Takes a whole file, unless its first bytes or its length show that it is another one.</summary>
    private async Task ReceiveAllAsync(HttpResponseMessage response, StallGuard stall)
    {
        Stream body = await stall.Run(response.Content.ReadAsStreamAsync).ConfigureAwait(false);
        byte[] start = new byte[ContentKind.Prefix];
        int count = await stall.Run(token => body.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, token).AsTask())
            .ConfigureAwait(false);
        if (ContentKind.NotWeights(start.AsSpan(0, count)) is { } kind)
            throw Failed($"what the server sent is {kind}", null);
        long? total = response.Content.Headers.ContentLength;
        if (total is not null && expected.Bytes is { } bytes && total != bytes)
            throw Wrong($"it has {total} bytes instead of {bytes}");

        _isPieced = false;
        string? validator = response.Headers.ETag is { IsWeak: false } tag
            ? tag.Tag
            : response.Content.Headers.LastModified?.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        PartialNote? note = validator is null ? null : new(address.AbsoluteUri, validator, _serverSha256);
        FileStream file = Open(() => partial.Create(note));
        await Write(file, start.AsMemory(0, count), stall).ConfigureAwait(false);
        await ReceiveAsync(response, file, count, total, stall).ConfigureAwait(false);
    }

    /// <summary>Takes a body to its end, and closes the file.</summary>
    private async Task ReceiveAsync(HttpResponseMessage response, FileStream file, long length, long? total, StallGuard stall)
    {
        total ??= expected.Bytes;
        long most = total ?? LargestFile;
        await using (file.ConfigureAwait(false))
        {
            Stream body = await stall.Run(response.Content.ReadAsStreamAsync).ConfigureAwait(false);
            byte[] buffer = new byte[1 << 17];
            report(DownloadStage.Receiving, length, total);
            int count;
            while (length <= most && (count = await stall.Run(token => body.ReadAsync(buffer, token).AsTask()).ConfigureAwait(false)) > 0)
            {
                length += count;
                await Write(file, buffer.AsMemory(0, count), stall).ConfigureAwait(false);
                report(DownloadStage.Receiving, length, total);
            }
        }
        if (length < total)
            throw new TransferException($"the connection closed after {length} of {total} bytes");
        if (length > most)
        {
            partial.Delete();
            throw Wrong($"it has more than {most} bytes");
        }
    }

    /// <summary>Sends the request, and follows redirections, on which Hugging Face tells a file's SHA-256.</summary>
    private async Task<HttpResponseMessage> SendAsync(long offset, PartialNote? note, StallGuard stall)
    {
        const int MostRedirections = 10;
        Uri at = address;
        for (int i = 0; i <= MostRedirections; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, at);
            if (offset > 0)
            {
                request.Headers.Range = new RangeHeaderValue(offset, null);
                request.Headers.TryAddWithoutValidation("If-Range", note!.Validator);
            }
            HttpResponseMessage response = await stall.Run(
                token => client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token)).ConfigureAwait(false);
            if (response.Headers.TryGetValues("X-Linked-ETag", out IEnumerable<string>? tags) && Sha256In(tags.First()) is { } sha256)
                _serverSha256 = sha256;
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
                return response;
            response.Dispose();
            Uri next = new(at, location);
            if (next.Scheme is not ("https" or "http") || (at.Scheme == "https" && next.Scheme != "https"))
                throw Failed($"the server sends on to {next}, which is not as safe", null);
            at = next;
        }
        throw Failed($"the server sends on from address to address, {MostRedirections} times", null);
    }

    private FileStream Open(Func<FileStream> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DiskError.Of(partial.Path, e);
        }
    }

    private async Task Write(FileStream file, ReadOnlyMemory<byte> bytes, StallGuard stall)
    {
        try
        {
            await file.WriteAsync(bytes, stall.Cancellation).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw DiskError.Of(partial.Path, e);
        }
    }

    private static string? Sha256In(string tag)
    {
        string digits = tag.Trim('"').ToLowerInvariant();
        return digits.Length == 64 && digits.All(char.IsAsciiHexDigitLower) ? digits : null;
    }

    private static string Status(HttpResponseMessage response) =>
        response.ReasonPhrase is { Length: > 0 } reason ? $"{(int)response.StatusCode} ({reason})" : $"{(int)response.StatusCode}";

    private static TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - DateTimeOffset.UtcNow;

    private MLResNetException Wrong(string difference) =>
        Failed($"what the server has is not the published file: {difference}", null);

    private MLResNetException Failed(string reason, Exception? cause) =>
        new($"{expected.Name} cannot be downloaded from {address}: {reason}.", cause);
}
