using System.Globalization;
using System.Reflection;

namespace MLResNet.Backbones;

/// <summary>Names of the outputs of published classifiers.</summary>
internal static class ImageNetLabels
{
    private static readonly Lazy<string[]> Thousand = new(Read);

    /// <summary>
    /// The names of a classifier's outputs: ImageNet's 1000 in their usual order; those of TF-Slim, which puts one for the
    /// background before them; numbers otherwise.
    /// </summary>
    /// <param name="classes">Number of outputs.</param>
    public static IReadOnlyList<string> Of(int classes) => classes switch
    {
        1000 => Thousand.Value,
        1001 => ["background", .. Thousand.Value],
        _ => [.. Enumerable.Range(0, classes).Select(number => number.ToString(CultureInfo.InvariantCulture))],
    };

    private static string[] Read()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("MLResNet.Backbones.imagenet-labels.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
