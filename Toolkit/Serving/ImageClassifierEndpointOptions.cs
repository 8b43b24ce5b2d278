namespace MLResNet.Serving;

/// <summary>
/// Limits of the endpoints of a model, and how they work. They bear the model's name:
/// <c>services.Configure&lt;ImageClassifierEndpointOptions&gt;("flowers", …)</c>; those of the model without a name have none.
/// </summary>
/// <remarks>They are read when the endpoints are mapped.</remarks>
public sealed class ImageClassifierEndpointOptions
{
    /// <summary>
    /// What a request has to have in its header <c>X-Api-Key</c>; null, the default, demands nothing. Health, metrics and the page's
    /// files are open to all.
    /// </summary>
    public string? ApiKey { get; set; }

    /// <summary>The most bytes of a request's body: 32 MiB, unless told otherwise. At least 1.</summary>
    /// <remarks>
    /// Bodies are held in memory: <see cref="MaxConcurrentRequests"/> times as much can be at worst. A server's own limit on bodies does
    /// not count here.
    /// </remarks>
    public long MaxBodyBytes { get; set; } = 32L << 20;

    /// <summary>
    /// The most pixels of an image, by its header: 50 million, unless told otherwise. At least 1. The model's own
    /// <see cref="Formats.DecodeOptions"/> count as well.
    /// </summary>
    public long MaxPixels { get; set; } = 50_000_000;

    /// <summary>The most images of a request: 32, unless told otherwise. At least 1.</summary>
    public int MaxImages { get; set; } = 32;

    /// <summary>
    /// Requests that are received and worked on at a time: 64, unless told otherwise. At least 1. One more is answered by 503.
    /// </summary>
    public int MaxConcurrentRequests { get; set; } = 64;

    /// <summary>
    /// Images that may wait until they are decoded: 128, unless told otherwise. At least <see cref="MaxImages"/>. A request for which
    /// there is no room is answered by 503.
    /// </summary>
    public int QueueCapacity { get; set; } = 128;

    /// <summary>
    /// Time that a request may take, its arrival included: 30 seconds, unless told otherwise. More than 0, and at most a day.
    /// </summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Images of different requests that are classified together at most: 8, unless told otherwise. At least 1.</summary>
    public int MaxBatchSize { get; set; } = 8;

    /// <summary>
    /// How long an image that is ready waits for others that are being decoded, to be classified with them: 3 milliseconds, unless told
    /// otherwise; 0 for not at all. At most a second. One that is alone never waits.
    /// </summary>
    public TimeSpan BatchWindow { get; set; } = TimeSpan.FromMilliseconds(3);

    /// <summary>Threads that decode, classify and explain images; 0, the default, for one a core.</summary>
    public int Workers { get; set; }

    internal void Validate()
    {
        OptionRange.Require(MaxBodyBytes >= 1, nameof(MaxBodyBytes), "at least 1", MaxBodyBytes);
        OptionRange.Require(MaxPixels >= 1, nameof(MaxPixels), "at least 1", MaxPixels);
        OptionRange.Require(MaxImages >= 1, nameof(MaxImages), "at least 1", MaxImages);
        OptionRange.Require(MaxConcurrentRequests >= 1, nameof(MaxConcurrentRequests), "at least 1", MaxConcurrentRequests);
        OptionRange.Require(QueueCapacity >= MaxImages, nameof(QueueCapacity), $"at least MaxImages, {MaxImages}", QueueCapacity);
        OptionRange.Require(
            RequestTimeout > TimeSpan.Zero && RequestTimeout <= TimeSpan.FromDays(1),
            nameof(RequestTimeout), "more than 0, and at most a day", RequestTimeout);
        OptionRange.Require(MaxBatchSize >= 1, nameof(MaxBatchSize), "at least 1", MaxBatchSize);
        OptionRange.Require(
            BatchWindow >= TimeSpan.Zero && BatchWindow <= TimeSpan.FromSeconds(1),
            nameof(BatchWindow), "0 or more, and at most a second", BatchWindow);
        OptionRange.Require(Workers >= 0, nameof(Workers), "0 or more", Workers);
        if (ApiKey is { Length: 0 })
            throw new MLResNetException("The option ApiKey is empty; set a key, or null for none.");
    }
}
