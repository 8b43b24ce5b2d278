namespace MLResNet.Cli.Output;

/// <summary>How a result is printed.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>For programs: one JSON value, keys in snake_case.</summary>
    Json,

    /// <summary>For spreadsheets: comma-separated values with a header.</summary>
    Csv,
}
