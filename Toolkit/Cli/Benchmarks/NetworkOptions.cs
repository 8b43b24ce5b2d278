using System.CommandLine;
using MLResNet.Cli.Commands;
using MLResNet.Cli.Output;
using MLResNet.Engine;
using MLResNet.Engine.Networks;

namespace MLResNet.Cli.Benchmarks;

/// <summary>The options that say which network a benchmark runs, on what, and for how long.</summary>
internal sealed class NetworkOptions
{
    private const int DefaultBatch = 16;

    private readonly Option<string?> _arch = new("--arch") { Description = "The network: resnet18, resnet50, … [default: resnet50]", HelpName = "id" };

    private readonly Option<int?> _batch = CommonOptions.Integer("--batch", $"Images a run [default: {DefaultBatch}]", 1, 4096);

    private readonly Option<int?> _size = CommonOptions.Integer("--size", "Side of the square images, in pixels [default: the network's own]", 16, 2048);

    private readonly Option<int?> _threads = CommonOptions.Threads();

    private readonly Option<InstructionSet> _instructionSet = CommonOptions.Choice(
        "--instruction-set", "The vector instructions [default: auto, the widest]",
        [.. Enum.GetValues<InstructionSet>().Select(set => (NameOf(set), set))]);

    private readonly Option<double?> _seconds = MeasuringTime.SecondsOption();

    private readonly Option<int?> _runs = MeasuringTime.RunsOption();

    public Option<OutputFormat> Format { get; } = CommonOptions.TableOrJson();

    /// <summary>An instruction set as the options and the results name it: avx512, avx2, advsimd, portable.</summary>
    public static string NameOf(InstructionSet set) => set.ToString().ToLowerInvariant();

    public void AddTo(Command command)
    {
        Option[] all = [_arch, _batch, _size, _threads, _instructionSet, _seconds, _runs, Format];
        foreach (Option option in all)
            command.Add(option);
    }

    /// <exception cref="MLResNetException">There is no such network.</exception>
    public NetworkWorkload Read(ParseResult parsed)
    {
        string arch = parsed.GetValue(_arch) ?? "resnet50";
        if (!ResNetFamily.TryGet(arch, out ResNetSpec? spec))
            throw new MLResNetException($"There is no network '{arch}'; there are {string.Join(", ", ResNetFamily.Ids)}.");
        int threads = parsed.GetValue(_threads) ?? Environment.ProcessorCount;
        return new NetworkWorkload(
            spec,
            parsed.GetValue(_batch) ?? DefaultBatch,
            parsed.GetValue(_size) ?? spec.DefaultSize,
            new ComputeOptions { Threads = threads, InstructionSet = parsed.GetValue(_instructionSet) },
            MeasuringTime.Of(parsed.GetValue(_seconds), parsed.GetValue(_runs)));
    }
}
