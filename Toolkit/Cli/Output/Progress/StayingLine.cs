using Spectre.Console.Rendering;

namespace MLResNet.Cli.Output.Progress;

/// <summary>A line above the bar. It is written over the bar, which may be longer, so what is left of that is erased.</summary>
internal sealed class StayingLine(string text) : IRenderable
{
    private const string EraseToEnd = "\e[K";

    public Measurement Measure(RenderOptions options, int maxWidth) => new(maxWidth, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        if (options.Ansi)
            yield return Segment.Control(EraseToEnd);
        yield return new Segment(text);
        yield return Segment.LineBreak;
    }
}
