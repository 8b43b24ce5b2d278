using System.Text.Json.Serialization;

namespace MLResNet.Serving.Documents;

/// <summary>What a request may hold.</summary>
/// <param name="MaxBodyBytes">Bytes of its body.</param>
/// <param name="MaxPixels">Pixels of an image.</param>
/// <param name="MaxImages">Images.</param>
internal sealed record LimitsDocument(
    [property: JsonPropertyName("max_body_bytes")] long MaxBodyBytes,
    [property: JsonPropertyName("max_pixels")] long MaxPixels,
    [property: JsonPropertyName("max_images")] int MaxImages);
