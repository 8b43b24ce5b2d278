using System.CommandLine;

namespace MLResNet.Cli.Commands;

/// <summary>A command whose help ends with examples.</summary>
/// <param name="name">What to type.</param>
/// <param name="description">What it does, as a sentence.</param>
/// <param name="examples">Lines to type.</param>
internal sealed class ExampleCommand(string name, string description, IReadOnlyList<string> examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;
}
