using System.CommandLine;
using MLResNet.Imaging;

namespace MLResNet.Cli.Commands;

/// <summary><c>--augment</c>: how training images are varied, by the name of a preset.</summary>
internal static class AugmentationOption
{
    /// <param name="description">What it is for.</param>
    public static Option<Augmentation> Create(string description) => CommonOptions.Choice(
        "--augment",
        description,
        [.. Augmentation.Presets.Select(preset => (preset.Key.ToLowerInvariant(), preset.Value))]);
}
