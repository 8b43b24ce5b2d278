using System.Reflection;
using System.Text.RegularExpressions;

namespace MLResNet.CodeGeneration.Rendering;

/// <summary>
/// A folder of Templates, which this assembly carries as resources. In the names of its files, <c>Project</c> stands for the name
/// of the project and <c>Name</c> for that of the class.
/// </summary>
/// <param name="name">Name of the folder.</param>
internal sealed partial class TemplateFolder(string name)
{
    /// <summary>How to use what the folder makes: no file of the project, but a part of its README.</summary>
    private const string UsageFile = "Usage.md";

    private static readonly Assembly Carrier = typeof(TemplateFolder).Assembly;

    /// <summary>How to use what the folder makes, with its places filled in.</summary>
    public string Usage(IReadOnlyDictionary<string, string> values) =>
        TemplateText.Fill(Read($"{name}/{UsageFile}"), values).TrimEnd('\n');

    /// <summary>The files, with their places filled in, by their paths in the project.</summary>
    public IEnumerable<(string Path, string Text)> Render(
        string project, string className, IReadOnlyDictionary<string, string> values)
    {
        string root = $"{name}/";
        string[] resources = Carrier.GetManifestResourceNames();
        foreach (string resource in resources.Where(each => each.StartsWith(root, StringComparison.Ordinal)))
        {
            if (resource[root.Length..] == UsageFile)
                continue;
            string path = Word().Replace(resource[root.Length..], word => word.Value == "Project" ? project : className);
            yield return (path, TemplateText.Fill(Read(resource), values));
        }
    }

    private static string Read(string resource)
    {
        using var reader = new StreamReader(Carrier.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"\b(Project|Name)\b")]
    private static partial Regex Word();
}
