namespace MLResNet.Cli.Commands;

/// <summary>The model that a command line names.</summary>
internal static class ModelFile
{
    /// <summary>Loads it.</summary>
    /// <exception cref="MLResNetException">It is not there, or no model.</exception>
    public static ImageClassifier Load(string path, int? threads)
    {
        EnsureExists(path);
        return ImageClassifier.Load(path, new ImageClassifierOptions { Threads = threads ?? 0 });
    }

    /// <summary>Makes sure that there is a file.</summary>
    /// <exception cref="MLResNetException">There is none.</exception>
    public static void EnsureExists(string path)
    {
        if (Directory.Exists(path))
            throw new MLResNetException($"'{path}' is a folder; the model comes first, then the photos.");
        if (!File.Exists(path))
            throw new MLResNetException($"There is no model '{path}'; check the path, or make one with 'mlresnet train'.");
    }
}
