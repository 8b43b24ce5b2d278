using System.Globalization;
using System.Text;

namespace MLResNet.CodeGeneration.CSharp;

/// <summary>Values as C# spells them. What it makes of any text is one line and can end neither a string nor a comment.</summary>
internal static class Literal
{
    /// <summary>A string in quotes.</summary>
    public static string Of(string text) => $"\"{Escape(text, "\\\"")}\"";

    /// <summary>A double; the shortest that reads back to the same.</summary>
    public static string Of(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A float; the shortest that reads back to the same.</summary>
    public static string Of(float value) => $"{value.ToString("R", CultureInfo.InvariantCulture)}f";

    /// <summary>A whole number.</summary>
    public static string Of(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A member of an enum.</summary>
    public static string Of<T>(T value) where T : struct, Enum => $"{typeof(T).Name}.{value}";

    /// <summary>A text for a documentation comment: XML.</summary>
    public static string Comment(string text) => Escape(text, "\\")
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>
    /// Escapes what C# takes for the end of a line, what an editor does not show or shows elsewhere (bidirectional controls), and
    /// halves of surrogate pairs.
    /// </summary>
    private static string Escape(string text, string alsoEscaped)
    {
        var escaped = new StringBuilder(text.Length + 16);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) && IsVisible(text, i))
                escaped.Append(c).Append(text[++i]);
            else if (alsoEscaped.Contains(c, StringComparison.Ordinal))
                escaped.Append('\\').Append(c);
            else if (char.IsSurrogate(c) || !IsVisible(text, i))
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                escaped.Append(c);
        }
        return escaped.ToString();
    }

    private static bool IsVisible(string text, int index) => CharUnicodeInfo.GetUnicodeCategory(text, index) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
