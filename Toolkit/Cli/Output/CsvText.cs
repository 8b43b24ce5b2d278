using System.Buffers;
using System.Globalization;

namespace MLResNet.Cli.Output;

/// <summary>Writes comma-separated values, quoted as RFC 4180 has it.</summary>
internal static class CsvText
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    /// <summary>Writes a row; numbers in the invariant culture, as few digits as tell them apart.</summary>
    public static void WriteRow(TextWriter writer, params ReadOnlySpan<object?> cells)
    {
        for (int i = 0; i < cells.Length; i++)
        {
            if (i > 0)
                writer.Write(',');
            writer.Write(Quoted(cells[i]));
        }
        writer.WriteLine();
    }

    private static string Quoted(object? cell)
    {
        string text = cell switch
        {
            null => "",
            bool value => value ? "true" : "false",
            IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
            _ => cell.ToString() ?? "",
        };
        return text.AsSpan().ContainsAny(Special) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
