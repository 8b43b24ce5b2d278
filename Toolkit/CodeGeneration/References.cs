using System.Text;

namespace MLResNet.CodeGeneration;

/// <summary>Where a generated project has the library from: packages, or the projects of a clone.</summary>
/// <param name="repository">The root of the clone; null for packages.</param>
internal sealed class References(string? repository)
{
    private static readonly Dictionary<string, string> Projects = new(StringComparer.Ordinal)
    {
        ["MLResNet"] = "Toolkit/Classification/MLResNet.csproj",
        ["MLResNet.BundledBackbone"] = "Toolkit/BundledBackbone/MLResNet.BundledBackbone.csproj",
        ["MLResNet.Hosting"] = "Toolkit/Hosting/MLResNet.Hosting.csproj",
        ["MLResNet.Pipelines"] = "Pipelines/MLResNet.Pipelines.csproj",
        ["MLResNet.Serving"] = "Toolkit/Serving/MLResNet.Serving.csproj",
    };

    /// <summary>The items of a project file.</summary>
    /// <exception cref="MLResNetException">The repository is not there, or none.</exception>
    public string Of(IEnumerable<string> packages) => string.Join('\n', packages.Select(package => repository is null
        ? $"<PackageReference Include=\"{package}\" />"
        : $"<ProjectReference Include=\"{Escape(Find(Projects[package]))}\" />"));

    private string Find(string project)
    {
        string path = Path.GetFullPath(Path.Combine(repository!, project));
        return File.Exists(path)
            ? path
            : throw new MLResNetException($"{repository} is not a clone of MLResNet: it has no {project}.");
    }

    /// <summary>A path as MSBuild takes it literally, within an attribute of XML.</summary>
    private static string Escape(string path)
    {
        var escaped = new StringBuilder(path.Length + 8);
        foreach (char c in path)
        {
            escaped.Append(c switch
            {
                '%' or '$' or '@' or ';' or '*' or '?' or '(' or ')' or '\'' => $"%{(int)c:x2}",
                '&' => "&amp;",
                '<' => "&lt;",
                '"' => "&quot;",
                _ => c.ToString(),
            });
        }
        return escaped.ToString();
    }
}
