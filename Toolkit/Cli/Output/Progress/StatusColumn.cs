using Spectre.Console;
using Spectre.Console.Rendering;

namespace MLResNet.Cli.Output.Progress;

/// <summary>The text behind the bar, asked for whenever the bar is drawn.</summary>
internal sealed class StatusColumn : ProgressColumn
{
    /// <summary>What to show.</summary>
    public Func<string> Text { get; set; } = () => "";

    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(Printable.Text(Text())) { Overflow = Overflow.Ellipsis };
}
