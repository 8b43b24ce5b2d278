namespace MLResNet.Cli.Commands;

/// <summary>The model that a command line names.</summary>
internal static class ModelFile
{
    /// <summary>Loads it.</summary>
    /// <exception cref="MLResNetException">It is not there, or no model.</exception>
    public static ImageClassifier Load(string path, int? threads)
    {
        if (Directory.Exists(path))
            throw new MLResNetException($"'{path}' is a folder; the model comes first, then the photos.");
        if (!File.Exists(path))
            throw new MLResNetException($"There is no model '{path}'; check the path, or make one with 'mlresnet train'.");
        return ImageClassifier.Load(path, new ImageClassifierOptions { Threads = threads ?? 0 });
    }
}
