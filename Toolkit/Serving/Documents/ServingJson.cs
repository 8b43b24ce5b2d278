using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLResNet.Serving.Documents;

/// <summary>The JSON of the endpoints, described in docs/serving.md.</summary>
[JsonSerializable(typeof(ClassificationDocument))]
[JsonSerializable(typeof(ModelDocument))]
[JsonSerializable(typeof(ProblemDocument))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class ServingJson : JsonSerializerContext
{
    /// <summary>The same with letters of all languages as they are; nothing here is put into a page's markup.</summary>
    public static ServingJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
