using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MLResNet.Backbones;
using MLResNet.Cli.Backbones;
using MLResNet.CodeGeneration;
using MLResNet.Imaging;

namespace MLResNet.Cli.Output.Documents;

/// <summary>The JSON that commands print, described in docs/cli.md.</summary>
[JsonSerializable(typeof(FolderDocument))]
[JsonSerializable(typeof(NetworkBenchmarkDocument))]
[JsonSerializable(typeof(DecodingBenchmarkDocument))]
[JsonSerializable(typeof(ModelDocument))]
[JsonSerializable(typeof(TrainingDocument))]
[JsonSerializable(typeof(RateDocument))]
[JsonSerializable(typeof(CurveDocument[]))]
[JsonSerializable(typeof(EvaluationDocument))]
[JsonSerializable(typeof(BackboneDocument))]
[JsonSerializable(typeof(IReadOnlyList<BackboneDocument>))]
[JsonSerializable(typeof(IReadOnlyList<BackboneCheck>))]
[JsonSerializable(typeof(PredictionDocument[]))]
[JsonSerializable(typeof(ExplanationDocument[]))]
[JsonSerializable(typeof(SimilarImageDocument[]))]
[JsonSerializable(typeof(GenerationDocument))]
internal sealed partial class CliJson : JsonSerializerContext
{
    private static readonly CliJson Indented = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Converters =
        {
            new JsonStringEnumConverter<Interpolation>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<ChannelOrder>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<BackboneState>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<GeneratedFileChange>(JsonNamingPolicy.SnakeCaseLower),
        },
        // Names in other alphabets stay readable: the text is for a JSON parser, not for a web page to embed.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Writes one of the documents, and a line's end.</summary>
    public static void Write<T>(T document, TextWriter writer) =>
        writer.WriteLine(JsonSerializer.Serialize(document, (JsonTypeInfo<T>)Indented.GetTypeInfo(typeof(T))!));
}
