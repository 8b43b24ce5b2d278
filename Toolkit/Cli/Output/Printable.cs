using System.Text;

namespace MLResNet.Cli.Output;

/// <summary>
/// Text from files and file names, made safe to print: a control character, which could move the cursor or forge a line,
/// becomes a backslash and its code.
/// </summary>
internal static class Printable
{
    public static string Text(string text)
    {
        if (!text.Any(char.IsControl))
            return text;
        var printable = new StringBuilder(text.Length + 16);
        foreach (char c in text)
        {
            if (char.IsControl(c))
                printable.Append(c switch { '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ => $"\\u{(int)c:x4}" });
            else
                printable.Append(c);
        }
        return printable.ToString();
    }
}
