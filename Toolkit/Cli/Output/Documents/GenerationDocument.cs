using MLResNet.CodeGeneration;

namespace MLResNet.Cli.Output.Documents;

/// <summary>What <c>generate</c> prints.</summary>
internal sealed record GenerationDocument(
    string Folder, string Template, string Name, string Project, IReadOnlyList<GeneratedFile> Files)
{
    public static GenerationDocument From(GeneratedProject project, string template) =>
        new(project.Folder, template, project.Name, project.Project, project.Files);
}
