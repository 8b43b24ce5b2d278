using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MLResNet.CodeGeneration.Tests;

/// <summary>The code of a generated library, compiled in this process, warnings being errors.</summary>
internal sealed class CompiledProject
{
    private static readonly string[] ImplicitNamespaces =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading",
        "System.Threading.Tasks",
    ];

    private CompiledProject(Assembly assembly, GeneratedProject project) =>
        Class = assembly.GetType($"{project.Project}.{project.Name}", throwOnError: true)!;

    /// <summary>The class that predicts.</summary>
    public Type Class { get; }

    /// <summary>The value of one of its static properties.</summary>
    public T Get<T>(string property) => (T)Class.GetProperty(property)!.GetValue(null)!;

    public static CompiledProject Of(GeneratedProject project)
    {
        string usings = string.Concat(ImplicitNamespaces.Select(each => $"global using {each};\n"));
        IEnumerable<string> paths = project.Files.Select(file => file.Path)
            .Where(path => path.StartsWith($"{project.Project}/", StringComparison.Ordinal))
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal));
        SyntaxTree[] trees =
        [
            CSharpSyntaxTree.ParseText(usings),
            .. paths.Select(path => CSharpSyntaxTree.ParseText(
                File.ReadAllText(Path.Combine(project.Folder, path)),
                new CSharpParseOptions(documentationMode: DocumentationMode.Diagnose),
                path)),
        ];
        string[] trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        CSharpCompilation compilation = CSharpCompilation.Create(
            project.Project,
            trees,
            trusted.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var resources = project.Files.Where(file => file.Path.EndsWith(".mlresnet", StringComparison.Ordinal)).Select(
            file => new ResourceDescription(
                Path.GetFileName(file.Path), () => File.OpenRead(Path.Combine(project.Folder, file.Path)), isPublic: true));
        IEnumerable<Diagnostic> said = compilation.Emit(image, manifestResources: resources).Diagnostics;
        Assert.Empty(said.Where(each => each.Severity >= DiagnosticSeverity.Warning).Select(each => each.ToString()));
        image.Position = 0;
        return new CompiledProject(new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image), project);
    }
}
