using System.Text;
using System.Text.RegularExpressions;

namespace MLResNet.CodeGeneration.Rendering;

/// <summary>
/// Puts values in the places of a template's text: <c>$name$</c>. A place that has a line to itself takes as many lines as its
/// value has, indented as it is; of an empty value the line goes.
/// </summary>
internal static partial class TemplateText
{
    /// <summary>Fills in a text.</summary>
    /// <param name="text">The template, with line feeds.</param>
    /// <param name="values">A value for each place, which is put in as it is.</param>
    /// <exception cref="KeyNotFoundException">There is no value for a place.</exception>
    public static string Fill(string text, IReadOnlyDictionary<string, string> values)
    {
        var filled = new StringBuilder(text.Length * 2);
        foreach (string line in text.TrimEnd('\n').Split('\n'))
        {
            if (WholeLine().Match(line) is { Success: true } whole)
                AppendLines(filled, whole.Groups["indent"].Value, values[whole.Groups["name"].Value]);
            else
                filled.Append(Place().Replace(line, place => values[place.Groups["name"].Value])).Append('\n');
        }
        return filled.ToString();
    }

    private static void AppendLines(StringBuilder text, string indent, string value)
    {
        if (value.Length == 0)
            return;
        foreach (string line in value.Split('\n'))
            text.Append(line.Length == 0 ? "" : indent).Append(line).Append('\n');
    }

    [GeneratedRegex(@"^(?<indent> *)\$(?<name>\w+)\$$")]
    private static partial Regex WholeLine();

    [GeneratedRegex(@"\$(?<name>\w+)\$")]
    private static partial Regex Place();
}
