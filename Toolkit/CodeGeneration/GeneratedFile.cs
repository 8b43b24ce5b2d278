namespace MLResNet.CodeGeneration;

/// <summary>A file of a generated project.</summary>
/// <param name="Path">Its path in the project's folder, with <c>/</c> between the names.</param>
/// <param name="Change">What became of it.</param>
public sealed record GeneratedFile(string Path, GeneratedFileChange Change);
