using System.Globalization;
using System.Text;

namespace MLResNet.CodeGeneration.CSharp;

/// <summary>Names that C# takes, made of any text (C# standard, section 6.4.3).</summary>
internal static class Identifier
{
    /// <summary>The compiler takes 512 characters; a name that is read takes fewer.</summary>
    private const int MostLength = 100;

    /// <summary>
    /// The letters and digits of a text, its words run together in Pascal case: "my flowers" is MyFlowers. A digit at the
    /// beginning has an underscore before it; of a text that has neither letters nor digits nothing is left.
    /// </summary>
    public static string Of(string text)
    {
        var name = new StringBuilder();
        bool beginsWord = true;
        foreach (char c in text)
        {
            if (name.Length == MostLength)
                break;
            if (!IsPart(c))
            {
                beginsWord |= !IsMark(c);
                // A mark belongs to the letter before it.
                if (IsMark(c) && !beginsWord)
                    name.Append(c);
                continue;
            }
            if (name.Length == 0 && !IsLetter(c))
                name.Append('_');
            name.Append(beginsWord ? char.ToUpperInvariant(c) : c);
            beginsWord = false;
        }
        return name.ToString();
    }

    /// <summary>Whether a text is such a name already, underscores allowed.</summary>
    public static bool Is(string text) =>
        text.Length is > 0 and <= MostLength && (IsLetter(text[0]) || text[0] == '_')
        && text.All(c => IsPart(c) || IsMark(c) || c == '_') && !Keywords.Contains(text);

    /// <summary>A name for each text, different ones also to who does not tell upper from lower case, in their order.</summary>
    public static IReadOnlyList<string> ForEach(IReadOnlyList<string> texts)
    {
        const string nameless = "Unnamed";
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. texts.Select(text =>
        {
            string plain = Of(text) is { Length: > 0 } some ? some : nameless, name = plain;
            // Of never gives an underscore but at the beginning, so that numbered names meet no others.
            for (int number = 2; !taken.Add(name); number++)
                name = string.Create(CultureInfo.InvariantCulture, $"{plain}_{number}");
            return name;
        })];
    }

    private static bool IsPart(char c) => IsLetter(c) || char.GetUnicodeCategory(c) == UnicodeCategory.DecimalDigitNumber;

    private static bool IsLetter(char c) => char.IsLetter(c) || char.GetUnicodeCategory(c) == UnicodeCategory.LetterNumber;

    private static bool IsMark(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue",
        "decimal", "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally",
        "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock",
        "long", "namespace", "new", "null", "object", "operator", "out", "override", "params", "private", "protected",
        "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string",
        "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort",
        "using", "virtual", "void", "volatile", "while",
        // As the name of a type these are errors or warnings.
        "await", "dynamic", "field", "file", "nint", "notnull", "nuint", "partial", "record", "required", "scoped",
        "unmanaged", "value", "var", "where", "when", "yield", "global", "extension", "allows", "args",
    };
}
