namespace MLResNet.CodeGeneration.CSharp;

/// <summary>What a generated project and its class are called.</summary>
/// <param name="Class">The class that predicts.</param>
/// <param name="Project">The project, its assembly and its namespace.</param>
internal sealed record ProjectNames(string Class, string Project)
{
    /// <summary>The names for a model in a folder.</summary>
    /// <param name="wanted">The class's name that was asked for; null for that of the model's file.</param>
    /// <param name="modelPath">The model's file.</param>
    /// <param name="folder">The folder to generate into, an absolute path.</param>
    /// <exception cref="MLResNetException">The name that was asked for cannot be one.</exception>
    public static ProjectNames Of(string? wanted, string modelPath, string folder)
    {
        string name = wanted is null ? FromFile(modelPath) : Checked(wanted);
        return new ProjectNames(name, ProjectOf(Path.GetFileName(folder), name));
    }

    private static string FromFile(string path)
    {
        string name = Identifier.Of(Path.GetFileNameWithoutExtension(path));
        return name.Length == 0 || ReservedNames.Contain(name) || !Identifier.Is(name) ? $"{name}Model" : name;
    }

    private static string Checked(string wanted)
    {
        if (!Identifier.Is(wanted))
        {
            string like = Identifier.Of(wanted);
            throw new MLResNetException(
                $"The name '{wanted}' cannot be that of a C# class{(Identifier.Is(like) ? $"; '{like}' can" : "")}.");
        }
        return ReservedNames.Contain(wanted)
            ? throw new MLResNetException(
                $"The generated code has another use for the name '{wanted}'; take one such as '{wanted}Model'.")
            : wanted;
    }

    /// <summary>
    /// The folder's name, made into that of a namespace. One with a part called as the class would hide it, and one that begins as
    /// a namespace of a library would hide that.
    /// </summary>
    private static string ProjectOf(string folder, string name)
    {
        string[] parts = [.. folder.Split('.').Select(Identifier.Of).Where(part => part.Length > 0)];
        return parts.Length == 0 || parts.Contains(name) || parts.Any(ReservedNames.Contain)
            ? $"{name}Classifier"
            : string.Join('.', parts);
    }
}
