using System.Text.Json.Serialization;

namespace MLResNet.Pipelines.Saving;

/// <summary>JSON of pipelines: snake_case, nothing twice, nothing required missing.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    NewLine = "\n",
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PipelineDocument))]
internal sealed partial class PipelineJson : JsonSerializerContext;
