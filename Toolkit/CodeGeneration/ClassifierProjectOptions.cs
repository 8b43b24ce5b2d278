namespace MLResNet.CodeGeneration;

/// <summary>What <see cref="ClassifierProject.Generate"/> makes of a model.</summary>
public sealed record ClassifierProjectOptions
{
    /// <summary>The kind of program.</summary>
    public ProjectTemplate Template { get; init; } = ProjectTemplate.Console;

    /// <summary>
    /// Name of the class that predicts, and of its files; a C# identifier. Null for the name of the model's file, made into one.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>
    /// Whether the model is a resource of the assembly rather than a file beside it. For <see cref="ProjectTemplate.Console"/>
    /// and <see cref="ProjectTemplate.Library"/>: the others follow their model's file.
    /// </summary>
    public bool EmbedModel { get; init; }

    /// <summary>
    /// A picture that the project's test predicts: a JPEG, PNG, BMP or GIF. Null for one that is drawn, a machine part.
    /// </summary>
    public string? SampleImage { get; init; }

    /// <summary>
    /// The root of a clone of MLResNet, whose projects the generated one references; null to reference packages.
    /// </summary>
    public string? Repository { get; init; }

    /// <summary>
    /// Whether to write over files that were changed since they were generated, or that something else has written.
    /// </summary>
    public bool Overwrite { get; init; }
}
