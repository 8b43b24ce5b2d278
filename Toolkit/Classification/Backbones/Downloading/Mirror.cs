namespace MLResNet.Backbones.Downloading;

/// <summary>The address that MLRESNET_MIRROR puts in the place of the publishers'.</summary>
internal static class Mirror
{
    /// <summary>The environment variable.</summary>
    public const string Variable = "MLRESNET_MIRROR";

    /// <summary>
    /// Where to fetch a file: at its publisher's, or, by its name alone, in the mirror, which is one flat folder.
    /// </summary>
    /// <param name="entry">The backbone.</param>
    /// <param name="mirror">The value of the variable.</param>
    /// <exception cref="MLResNetException">The mirror is no http or https address.</exception>
    public static Uri AddressOf(BackboneEntry entry, string? mirror)
    {
        if (string.IsNullOrWhiteSpace(mirror))
            return entry.Address;
        if (!Uri.TryCreate(mirror.Trim().TrimEnd('/') + "/", UriKind.Absolute, out Uri? root) || root.Scheme is not ("http" or "https"))
        {
            throw new MLResNetException(
                $"{Variable} is '{mirror}'; it has to be an address such as https://files.example.com/weights.");
        }
        return new Uri(root, entry.FileName);
    }
}
