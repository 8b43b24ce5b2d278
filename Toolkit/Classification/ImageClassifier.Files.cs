using MLResNet.Packaging;

namespace MLResNet;

public sealed partial class ImageClassifier
{
    /// <summary>Loads a model package.</summary>
    /// <param name="path">The file, <c>.mlresnet</c>.</param>
    /// <param name="options">Threads, batch size, limits; null for the defaults.</param>
    /// <exception cref="MLResNetException">The file cannot be read.</exception>
    /// <exception cref="ModelFormatException">The file is damaged, of a newer version, or no model package.</exception>
    public static ImageClassifier Load(string path, ImageClassifierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return ModelFile.Use(path, package => new ImageClassifier(
            package.Manifest, package.Parameters, options, new ModelFile(Path.GetFullPath(path), package.Manifest)));
    }

    /// <summary>Loads a model package from a stream, which is read to its end and left open.</summary>
    /// <param name="stream">The package.</param>
    /// <param name="options">Threads, batch size, limits; null for the defaults.</param>
    /// <exception cref="ModelFormatException">The package is damaged, of a newer version, or none.</exception>
    public static ImageClassifier Load(Stream stream, ImageClassifierOptions? options = null)
    {
        const string source = "the model";
        ArgumentNullException.ThrowIfNull(stream);
        if (stream.CanSeek && stream.Length - stream.Position > Array.MaxLength)
            throw new ModelFormatException($"{source} is larger than 2 GiB; model packages are smaller.");
        using var file = new MemoryStream(stream.CanSeek ? (int)(stream.Length - stream.Position) : 0);
        stream.CopyTo(file);
        return new ImageClassifier(ModelPackage.Read(file.GetBuffer().AsMemory(0, (int)file.Length), source), options);
    }

    /// <summary>Loads a model package that is in memory.</summary>
    /// <param name="package">The whole package.</param>
    /// <param name="source">What errors call it.</param>
    /// <exception cref="ModelFormatException">The package is damaged, of a newer version, or none.</exception>
    internal static ImageClassifier Read(ReadOnlyMemory<byte> package, string source) => new(ModelPackage.Read(package, source));

    /// <summary>
    /// Writes the model package. The same model always gives the same bytes, and the path never shows a part of them.
    /// </summary>
    /// <param name="path">The file, usually <c>.mlresnet</c>; replaced if it is there, its folder made if it is not.</param>
    /// <exception cref="MLResNetException">The file cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        AtomicFile.Write(path, Save);
        if (_file is { } file && file.Path == Path.GetFullPath(path))
            _file = file with { Manifest = Manifest };
    }

    /// <summary>Writes the model package to a stream, which is left open.</summary>
    /// <param name="stream">Receives the package.</param>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        new ModelPackage(Manifest, Parameters).Write(stream);
    }
}
