namespace MLResNet.Cli.Quickstart;

/// <summary>What the quickstart draws and how it trains: enough to see a network learn, little enough to wait for.</summary>
internal sealed record QuickstartRecipe
{
    /// <summary>Pictures of each of the five classes.</summary>
    public int ImagesPerClass { get; init; } = 240;

    /// <summary>Width and height of the pictures, in pixels.</summary>
    public int PictureSize { get; init; } = 96;

    /// <summary>The network.</summary>
    public string Arch { get; init; } = "resnet10";

    /// <summary>Side of the square that the network sees, in pixels.</summary>
    public int Size { get; init; } = 64;

    /// <summary>Passes over the training images.</summary>
    public int Epochs { get; init; } = 48;

    /// <summary>Part of the pictures that is held out.</summary>
    public double TestFraction { get; init; } = 0.2;

    /// <summary>Where random choices start from.</summary>
    public int Seed { get; init; } = 1;
}
