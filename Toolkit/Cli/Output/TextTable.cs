using Spectre.Console;

namespace MLResNet.Cli.Output;

/// <summary>Rows under headings, aligned for a fixed-width font; never wrapped, so that a pipe gets a row a line.</summary>
internal sealed class TextTable
{
    private const int Unwrapped = 1 << 20;

    private readonly Table _table = new Table { Border = TableBorder.None };

    /// <summary>Names the columns; a name that begins with '>' makes a column of numbers, aligned to the right.</summary>
    public TextTable(params ReadOnlySpan<string> columns)
    {
        foreach (string column in columns)
        {
            bool isNumber = column.StartsWith('>');
            var heading = new TableColumn(new Text(isNumber ? column[1..] : column))
            {
                NoWrap = true,
                Padding = new Padding(0, 0, 2, 0),
            };
            _table.AddColumn(isNumber ? heading.RightAligned() : heading);
        }
    }

    /// <summary>Adds a row of as many cells as there are columns.</summary>
    public void Add(params string[] cells) => _table.AddRow(cells.Select(cell => new Text(Printable.Text(cell))));

    /// <summary>Writes headings and rows.</summary>
    public void Write(TextWriter writer)
    {
        using var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = Unwrapped;
        console.Write(_table);
        foreach (string line in text.ToString().TrimEnd().Split('\n'))
            writer.WriteLine(line.TrimEnd());
    }
}
