namespace MLResNet.CodeGeneration;

/// <summary>What <see cref="ClassifierProject.Generate"/> has made.</summary>
/// <param name="Folder">The folder, an absolute path.</param>
/// <param name="Name">Name of the class that predicts.</param>
/// <param name="Project">Name of the project and of its namespace.</param>
/// <param name="Template">The kind of program.</param>
/// <param name="Files">The files, in the order of their paths.</param>
public sealed record GeneratedProject(
    string Folder, string Name, string Project, ProjectTemplate Template, IReadOnlyList<GeneratedFile> Files);
