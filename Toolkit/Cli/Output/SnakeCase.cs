using System.Text.Json;

namespace MLResNet.Cli.Output;

/// <summary>Names of the code as the tool's JSON has them: ImageInTwoClasses is image_in_two_classes.</summary>
internal static class SnakeCase
{
    public static string Of(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    public static string Of<T>(T value) where T : struct, Enum => Of(value.ToString());
}
