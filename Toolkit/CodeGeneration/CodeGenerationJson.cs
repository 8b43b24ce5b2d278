using System.Text.Json.Serialization;
using MLResNet.CodeGeneration.Settings;
using MLResNet.CodeGeneration.Writing;

namespace MLResNet.CodeGeneration;

/// <summary>JSON of what is written beside the code: snake_case, indented by two blanks, line feeds.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    NewLine = "\n",
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SettingsDocument))]
[JsonSerializable(typeof(FolderRecord))]
internal sealed partial class CodeGenerationJson : JsonSerializerContext;
