using System.Globalization;

namespace MLResNet.Cli.Output;

/// <summary>Figures as people read them.</summary>
internal static class Figure
{
    /// <summary>A share of 0 to 1 in percent: 69.2 %.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0} %");

    /// <summary>A span of time: 0:07, 12:30, 1:05:00.</summary>
    public static string Duration(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time:mm\\:ss}" : $"{time:m\\:ss}";

    /// <summary>A large number in three digits: 4.91 million, 0.90 billion.</summary>
    public static string Large(long number) => number switch
    {
        >= 100_000_000 => string.Create(CultureInfo.InvariantCulture, $"{number / 1e9:0.00} billion"),
        >= 100_000 => string.Create(CultureInfo.InvariantCulture, $"{number / 1e6:0.00} million"),
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>A file's size in megabytes.</summary>
    public static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");

    /// <summary>A number of images.</summary>
    public static string Images(int count) => Count(count, "image", "images");

    /// <summary>The number of a data set's classes, or of its labels where an image may have several.</summary>
    public static string Classes(ImageFolder images) =>
        images.IsMultiLabel ? Count(images.Classes.Count, "label", "labels") : Count(images.Classes.Count, "class", "classes");

    /// <summary>A number and what it counts.</summary>
    public static string Count(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";
}
