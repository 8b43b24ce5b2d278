using System.Text;

namespace MLResNet.Listing;

/// <summary>
/// Reads records of delimited text as RFC 4180 defines them: fields may stand in quotes, and then hold delimiters, line breaks
/// and doubled quotes. Blank lines are passed over.
/// </summary>
internal sealed class DelimitedText(TextReader reader, char delimiter, int firstLine)
{
    // A quote that is never closed would otherwise swallow the file whole.
    private const int MaxFieldLength = 1 << 16;

    private readonly StringBuilder _field = new();
    private int _line = firstLine;

    /// <summary>The line on which the record last read begins, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Reads the next record into <paramref name="fields"/>; false at the end.</summary>
    /// <exception cref="FormatException">The quotes do not match; the message says so, <see cref="Line"/> where.</exception>
    public bool Read(List<string> fields)
    {
        do
        {
            fields.Clear();
            if (reader.Peek() < 0)
                return false;
            Line = _line;
            while (ReadField(fields)) { }
        }
        while (fields is [""]);
        return true;
    }

    // Returns whether another field of the same record follows.
    private bool ReadField(List<string> fields)
    {
        _field.Clear();
        bool quoted = reader.Peek() == '"';
        if (quoted)
            ReadQuoted();
        while (true)
        {
            int c = reader.Read();
            if (c == delimiter || c < 0 || c is '\r' or '\n')
            {
                fields.Add(_field.ToString());
                if (c == '\r' && reader.Peek() == '\n')
                    reader.Read();
                if (c is '\r' or '\n')
                    _line++;
                return c == delimiter;
            }
            if (quoted)
                throw new FormatException("text follows a closing quote");
            Append((char)c);
        }
    }

    private void ReadQuoted()
    {
        reader.Read();
        while (true)
        {
            int c = reader.Read();
            if (c < 0)
                throw new FormatException("a quote is not closed");
            if (c == '"')
            {
                if (reader.Peek() != '"')
                    return;
                reader.Read();
            }
            if (c == '\n' || (c == '\r' && reader.Peek() != '\n'))
                _line++;
            Append((char)c);
        }
    }

    private void Append(char c)
    {
        if (_field.Length == MaxFieldLength)
            throw new FormatException($"a field is longer than {MaxFieldLength} characters; is a quote not closed?");
        _field.Append(c);
    }
}
