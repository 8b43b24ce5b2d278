using MLResNet.Backbones;
using MLResNet.CodeGeneration.CSharp;
using MLResNet.CodeGeneration.Rendering;
using MLResNet.CodeGeneration.Writing;

namespace MLResNet.CodeGeneration;

/// <summary>The texts of a project: templates, with what a model and the options put into them.</summary>
internal sealed class ProjectCode(
    ImageClassifier model, ProjectNames names, ClassifierProjectOptions options, SampleImage image, Prediction expected)
{
    /// <summary>The files, but for those that are no templates.</summary>
    public IEnumerable<ProjectFile> Render()
    {
        Dictionary<string, string> values = Values();
        values["usage"] = new TemplateFolder(options.Template.ToString()).Usage(values);
        foreach (string folder in options.Template.Folders(options.EmbedModel))
        {
            foreach ((string path, string text) in new TemplateFolder(folder).Render(names.Project, names.Class, values))
                yield return new ProjectFile(path, text);
        }
    }

    private Dictionary<string, string> Values()
    {
        var labels = new LabelCode(model.Labels);
        var training = new TrainingCode(model.Manifest);
        bool startsFromTheBox = model.Manifest.Backbone?.Id == BundledBackbone.Id;
        IReadOnlyList<string> packages = options.Template.Packages();
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["name"] = names.Class,
            ["project"] = names.Project,
            ["namespace"] = names.Project,
            ["version"] = ToolVersion.Number,
            ["template"] = options.Template.Word(),
            ["classes"] = Literal.Of(model.Labels.Count),
            ["kind"] = model.IsMultiLabel ? "labels" : "classes",
            ["labelMembers"] = labels.Members,
            ["labelStrings"] = labels.Strings,
            ["trainingOptions"] = training.Initializer,
            ["trainingUsings"] = training.Usings(),
            ["pipelineUsings"] = training.Usings("Microsoft.ML", "Microsoft.ML.Data", "MLResNet.Pipelines"),
            ["references"] = new References(options.Repository)
                .Of(startsFromTheBox ? [.. packages, "MLResNet.BundledBackbone"] : packages),
            ["modelItem"] = options.EmbedModel
                ? $"<EmbeddedResource Include=\"{names.Class}.mlresnet\" LogicalName=\"{names.Class}.mlresnet\" />"
                : $"<None Update=\"{names.Class}.mlresnet\" CopyToOutputDirectory=\"PreserveNewest\" />",
            ["image"] = image.FileName,
            ["expectedLabel"] = Literal.Of(expected.Label),
            ["expectedMember"] = labels.MemberOf(expected.Index),
            ["expectedScore"] = Literal.Of(expected.Score),
        };
    }
}
