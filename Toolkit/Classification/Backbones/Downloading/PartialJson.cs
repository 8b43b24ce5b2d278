using System.Text.Json.Serialization;

namespace MLResNet.Backbones.Downloading;

/// <summary>JSON of the note beside a partial file.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PartialNote))]
internal sealed partial class PartialJson : JsonSerializerContext;
