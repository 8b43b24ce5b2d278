using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;

namespace MLResNet.Reports;

/// <summary>
/// Builds HTML and SVG from interpolated strings whose holes are escaped, whatever stands in them: file and class names are the
/// user's, and a report may be opened by another. Numbers are written in the invariant culture.
/// </summary>
internal sealed class HtmlBuilder
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds markup with escaped holes.</summary>
    public HtmlBuilder Append([InterpolatedStringHandlerArgument("")] Handler markup) => this;

    /// <summary>Adds markup as it is.</summary>
    public void AppendMarkup(string markup) => _text.Append(markup);

    public override string ToString() => _text.ToString();

    /// <summary>Receives the pieces of an interpolated string.</summary>
    [InterpolatedStringHandler]
#pragma warning disable CS9113 // the compiler passes the two lengths whether they are used or not
    public readonly ref struct Handler(int literalLength, int formattedCount, HtmlBuilder builder)
#pragma warning restore CS9113
    {
        public void AppendLiteral(string markup) => builder._text.Append(markup);

        public void AppendFormatted(string? text) => builder._text.Append(WebUtility.HtmlEncode(Allowed(text)));

        /// <summary>The text, a replacement character for each control character that XML has no way to write.</summary>
        private static string? Allowed(string? text) => text is null || !text.Any(IsForbidden)
            ? text
            : string.Concat(text.Select(c => IsForbidden(c) ? '\uFFFD' : c));

        private static bool IsForbidden(char c) => !XmlConvert.IsXmlChar(c) && !char.IsSurrogate(c);

        public void AppendFormatted<T>(T value, string? format = null) where T : IFormattable =>
            AppendFormatted(value.ToString(format, CultureInfo.InvariantCulture));
    }
}
