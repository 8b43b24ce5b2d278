namespace MLResNet.Cli.Output;

/// <summary>Spans of time as people read them: 0:07, 12:30, 1:05:00.</summary>
internal static class Duration
{
    public static string Text(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time:mm\\:ss}" : $"{time:m\\:ss}";
}
