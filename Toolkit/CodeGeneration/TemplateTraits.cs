namespace MLResNet.CodeGeneration;

/// <summary>What the templates differ in beside their texts.</summary>
internal static class TemplateTraits
{
    /// <summary>The template as the tool's option and the settings have it.</summary>
    public static string Word(this ProjectTemplate template) => template.ToString().ToLowerInvariant();

    /// <summary>Whether nothing needs the model's file.</summary>
    public static bool CanEmbed(this ProjectTemplate template) => template is ProjectTemplate.Console or ProjectTemplate.Library;

    /// <summary>The folders of Templates that make up a project.</summary>
    public static IReadOnlyList<string> Folders(this ProjectTemplate template, bool embedModel) =>
        template == ProjectTemplate.MLNet ? ["Shared", "MLNet"]
        : ["Shared", "Classifier", embedModel ? "Embedded" : "Content", template.ToString()];

    /// <summary>The packages of MLResNet that it builds on.</summary>
    public static IReadOnlyList<string> Packages(this ProjectTemplate template) => template switch
    {
        ProjectTemplate.WebApi => ["MLResNet", "MLResNet.Serving"],
        ProjectTemplate.Worker => ["MLResNet", "MLResNet.Hosting"],
        ProjectTemplate.MLNet => ["MLResNet", "MLResNet.Pipelines"],
        _ => ["MLResNet"],
    };
}
