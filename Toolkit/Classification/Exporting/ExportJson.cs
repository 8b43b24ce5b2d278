using System.Text.Json.Serialization;

namespace MLResNet.Exporting;

/// <summary>JSON that travels in an exported model: snake_case, on one line.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(OnnxInputDocument))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<float>))]
internal sealed partial class ExportJson : JsonSerializerContext;
