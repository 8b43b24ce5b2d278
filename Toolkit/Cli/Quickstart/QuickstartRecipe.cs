using MLResNet.Backbones;

namespace MLResNet.Cli.Quickstart;

/// <summary>What the quickstart draws and how it trains: enough to see a network learn, little enough to wait for.</summary>
internal sealed record QuickstartRecipe
{
    private const string Bundled = "bundled";

    /// <summary>
    /// What suits this program: a head on the backbone in the box where it has one, otherwise a network from scratch.
    /// </summary>
    public static QuickstartRecipe Default { get; } =
        new() { Backbone = new BackboneStore().Contains(Bundled) ? Bundled : null };

    /// <summary>The pretrained backbone that gets a new head; null for a network from scratch.</summary>
    public string? Backbone { get; init; }

    /// <summary>Pictures of each of the five classes.</summary>
    public int ImagesPerClass { get; init; } = 240;

    /// <summary>Width and height of the pictures, in pixels.</summary>
    public int PictureSize { get; init; } = 96;

    /// <summary>The network from scratch.</summary>
    public string Arch { get; init; } = "resnet10";

    /// <summary>Side of the square that the network from scratch sees, in pixels.</summary>
    public int Size { get; init; } = 64;

    /// <summary>Its passes over the training images.</summary>
    public int Epochs { get; init; } = 48;

    /// <summary>Part of the pictures that is held out.</summary>
    public double TestFraction { get; init; } = 0.2;

    /// <summary>Where random choices start from.</summary>
    public int Seed { get; init; } = 1;
}
