using System.Runtime.CompilerServices;

namespace MLResNet.Datasets.Tests.Folders;

/// <summary>A folder of its own for a test, deleted with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder([CallerMemberName] string test = "") =>
        Path = Directory.CreateTempSubdirectory(test[..Math.Min(test.Length, 40)] + "-").FullName;

    public string Path { get; }

    /// <summary>
    /// Writes files, each with its own path for content unless one is given; the paths are relative, with slashes.
    /// </summary>
    public TemporaryFolder With(params ReadOnlySpan<string> files)
    {
        foreach (string file in files)
            Write(file, System.Text.Encoding.UTF8.GetBytes(file));
        return this;
    }

    public string Write(string file, string content) => Write(file, System.Text.Encoding.UTF8.GetBytes(content));

    public string Write(string file, byte[] content)
    {
        string path = At(file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public string At(string file) => System.IO.Path.Join(Path, file.Replace('/', System.IO.Path.DirectorySeparatorChar));

    /// <summary>A path below the folder, relative to it, with slashes.</summary>
    public string Relative(string path) =>
        System.IO.Path.GetRelativePath(Path, path).Replace(System.IO.Path.DirectorySeparatorChar, '/');

    /// <summary>The images as "class: path".</summary>
    public string[] Describe(IEnumerable<LabeledImage> images, IReadOnlyList<string> classes) =>
        [.. images.Select(image => $"{string.Join('|', image.Labels.Select(l => classes[l]))}: {Relative(image.Path)}")];

    public string[] Describe(ImageFolder folder) => Describe(folder, folder.Classes);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
