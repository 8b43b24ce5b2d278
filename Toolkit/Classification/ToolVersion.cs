namespace MLResNet;

/// <summary>What model packages say they were made by.</summary>
internal static class ToolVersion
{
    public static string NameAndVersion { get; } = $"MLResNet {typeof(ToolVersion).Assembly.GetName().Version!.ToString(3)}";
}
