using System.CommandLine;
using MLResNet.Backbones;
using MLResNet.Cli.Commands;
using MLResNet.Imaging;

namespace MLResNet.Cli.Backbones;

/// <summary>The options of <c>backbones import</c> for a network of the user's own.</summary>
internal sealed class OwnBackboneOptions
{
    private readonly Option<int?> _size = CommonOptions.Integer(
        "--size", "Your own: side of the network's square input, in pixels [default: as its kind has it]", 1, 4096);

    private readonly Option<int?> _resize = CommonOptions.Integer(
        "--resize", "Your own: short side of a picture before the square is cut out, in pixels [default: in proportion]", 1, 8192);

    private readonly Option<Interpolation?> _interpolation = CommonOptions.Choice<Interpolation?>(
        "--interpolation", "Your own: how pictures are scaled",
        ("area", Interpolation.Area), ("bilinear", Interpolation.Bilinear), ("bicubic", Interpolation.Bicubic));

    private readonly Option<ChannelOrder?> _channels = CommonOptions.Choice<ChannelOrder?>(
        "--channels", "Your own: order of the channels", ("rgb", ChannelOrder.Rgb), ("bgr", ChannelOrder.Bgr));

    private readonly Option<IReadOnlyList<float>?> _mean = CommonOptions.Color(
        "--mean", "Your own: what is subtracted from samples of 0 to 1; of 0 to 255, divide it by 255");

    private readonly Option<IReadOnlyList<float>?> _std = CommonOptions.Color(
        "--std", "Your own: what the difference is divided by; 0.003921569 each leaves 0 to 255");

    private readonly Option<string?> _license = new("--license") { Description = "Your own: its licence, for the record", HelpName = "text" };

    private readonly Option<bool> _replace = new("--replace") { Description = "Your own: replace the one of the same id" };

    private Option[] All => [_size, _resize, _interpolation, _channels, _mean, _std, _license, _replace];

    public void AddTo(Command command)
    {
        foreach (Option option in All)
            command.Add(option);
    }

    /// <summary>The name of an option that is given; null if none is.</summary>
    public string? FirstGiven(ParseResult parsed) => All.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })?.Name;

    public BackboneImportOptions Read(ParseResult parsed) => new()
    {
        Size = parsed.GetValue(_size),
        ResizeShortSide = parsed.GetValue(_resize),
        Interpolation = parsed.GetValue(_interpolation),
        ChannelOrder = parsed.GetValue(_channels),
        Mean = parsed.GetValue(_mean),
        Std = parsed.GetValue(_std),
        License = parsed.GetValue(_license),
        Replace = parsed.GetValue(_replace),
    };
}
