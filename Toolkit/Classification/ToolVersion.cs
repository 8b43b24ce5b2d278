namespace MLResNet;

/// <summary>What model packages and exported models say they were made by.</summary>
internal static class ToolVersion
{
    public const string Name = "MLResNet";

    public static string Number { get; } = typeof(ToolVersion).Assembly.GetName().Version!.ToString(3);

    public static string NameAndVersion { get; } = $"{Name} {Number}";
}
