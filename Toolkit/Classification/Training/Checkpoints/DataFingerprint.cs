using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MLResNet.Training.Checkpoints;

/// <summary>Tells whether a training would see the same images as before, without reading them again.</summary>
internal static class DataFingerprint
{
    /// <summary>
    /// SHA-256 over the lines "path, tab, label, tab, bytes, line feed" of the images in their order, which the order of batches
    /// goes back to; several labels are separated by |, and an empty line divides training from validation. Paths are relative: a
    /// folder may be moved.
    /// </summary>
    public static string Of(ImageFolder training, ImageFolder? validation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, training);
        hash.AppendData("\n"u8);
        if (validation is not null)
            Append(hash, validation);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, ImageFolder images)
    {
        string root = Directory.Exists(images.Source) ? images.Source : Path.GetDirectoryName(Path.GetFullPath(images.Source))!;
        foreach (LabeledImage image in images)
        {
            string path = Path.GetRelativePath(root, image.Path).Replace('\\', '/');
            string length = new FileInfo(image.Path) is { Exists: true } file ? file.Length.ToString(CultureInfo.InvariantCulture) : "missing";
            hash.AppendData(Encoding.UTF8.GetBytes($"{path}\t{images.NamesOf(image)}\t{length}\n"));
        }
    }
}
