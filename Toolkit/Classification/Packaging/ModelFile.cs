using MLResNet.Engine.Networks;
using MLResNet.Formats;

namespace MLResNet.Packaging;

/// <summary>The file that a model was loaded from, and what it said then.</summary>
internal sealed record ModelFile(string Path, ModelManifest Manifest)
{
    /// <summary>Whether a file is named or begins as a model package; PyTorch's files are zips as well.</summary>
    /// <exception cref="MLResNetException">The file cannot be read.</exception>
    public static bool IsPackage(string path)
    {
        if (path.EndsWith(".mlresnet", StringComparison.OrdinalIgnoreCase))
            return true;
        try
        {
            Span<byte> start = stackalloc byte[ModelPackage.BeginningLength];
            using FileStream file = File.OpenRead(path);
            return ModelPackage.BeginsAs(start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]);
        }
        catch (Exception e) when (ReadFailure.Is(e))
        {
            throw ReadFailure.Of(path, e);
        }
    }

    /// <summary>Reads a package.</summary>
    /// <exception cref="MLResNetException">The file cannot be read.</exception>
    /// <exception cref="ModelFormatException">The file is damaged, of a newer version, or no model package.</exception>
    public static ModelPackage Read(string path) => Use(path, package => package.ReadAll());

    /// <summary>Opens a package for as long as <paramref name="use"/> takes what it wants of it.</summary>
    /// <exception cref="MLResNetException">The file cannot be read.</exception>
    /// <exception cref="ModelFormatException">The file is damaged, of a newer version, or no model package.</exception>
    public static T Use<T>(string path, Func<OpenedPackage, T> use)
    {
        try
        {
            using ByteSource file = Open(path);
            using OpenedPackage package = ModelPackage.Open(file, path);
            return use(package);
        }
        catch (IOException e)
        {
            throw ReadFailure.Of(path, e);
        }
    }

    /// <summary>Reads the parameters again.</summary>
    /// <exception cref="MLResNetException">The file cannot be read, or is another than it was.</exception>
    public NetworkParameters ReadParameters()
    {
        ModelPackage package = Read(Path);
        return ManifestFile.Write(package.Manifest).AsSpan().SequenceEqual(ManifestFile.Write(Manifest))
            ? package.Parameters
            : throw new MLResNetException($"{Path} is not the model that was loaded from it any more; load it again.");
    }

    private static ByteSource Open(string path)
    {
        try
        {
            return ByteSource.Open(path);
        }
        catch (Exception e) when (ReadFailure.Is(e))
        {
            throw ReadFailure.Of(path, e);
        }
    }
}
