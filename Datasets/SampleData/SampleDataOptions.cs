namespace MLResNet.SampleData;

/// <summary>How much sample data to write, and which.</summary>
public sealed record SampleDataOptions
{
    internal const int SmallestSize = 16, LargestSize = 1024, MostImagesPerClass = 1_000_000;

    /// <summary>Pictures in each class folder, 1 to 1,000,000.</summary>
    public int ImagesPerClass { get; init; } = 120;

    /// <summary>Another seed, another data set of the same kind.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Width and height of each picture in pixels, 16 to 1024.</summary>
    public int Size { get; init; } = 96;

    /// <summary>Threads to draw on, or 0 for one on each processor. The files do not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Refuses what is out of range.</summary>
    internal void Check()
    {
        Check(nameof(ImagesPerClass), ImagesPerClass, 1, MostImagesPerClass);
        Check(nameof(Size), Size, SmallestSize, LargestSize);
        Check(nameof(Threads), Threads, 0, 1024);
    }

    private static void Check(string name, int value, int least, int most)
    {
        if (value < least || value > most)
            throw new MLResNetException($"{name} of the sample data is {value}; it must be from {least} to {most}.");
    }
}
