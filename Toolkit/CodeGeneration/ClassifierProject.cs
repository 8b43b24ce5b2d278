using System.Text.Encodings.Web;
using System.Text.Json;
using MLResNet.CodeGeneration.CSharp;
using MLResNet.CodeGeneration.Settings;
using MLResNet.CodeGeneration.Writing;
using MLResNet.Formats;
using MLResNet.Packaging;

namespace MLResNet.CodeGeneration;

/// <summary>Makes C# projects of models.</summary>
public static class ClassifierProject
{
    /// <summary>Labels are written as they are, in any script: the file is not meant to stand inside a web page.</summary>
    private static readonly CodeGenerationJson Readable = new(new JsonSerializerOptions(CodeGenerationJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>
    /// Writes a solution that uses a model: a program or library with typed predictions, re-training and evaluation, the model,
    /// its settings, and a test that predicts a picture.
    /// </summary>
    /// <remarks>
    /// Generating into the same folder again replaces what was generated and has not been changed since, and removes what is no
    /// longer part of the project; other files are left as they are. The same model and options give the same bytes.
    /// </remarks>
    /// <param name="modelPath">The model package, <c>.mlresnet</c>.</param>
    /// <param name="folder">The folder, made if it is not there; its name is that of the project and namespace.</param>
    /// <param name="options">What to make; null for the defaults.</param>
    /// <exception cref="MLResNetException">
    /// The model or the sample image cannot be read, an option cannot be used, a file is in the way, or one cannot be written.
    /// </exception>
    /// <exception cref="ModelFormatException">The model is damaged, of a newer version, or none.</exception>
    public static GeneratedProject Generate(string modelPath, string folder, ClassifierProjectOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelPath);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new ClassifierProjectOptions();
        if (options.EmbedModel && !options.Template.CanEmbed())
        {
            throw new MLResNetException(
                $"A project of the template {options.Template.Word()} follows its model's file, so that it cannot be embedded; "
                + $"leave --embed ({nameof(options.EmbedModel)}) out.");
        }
        string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        ProjectNames names = ProjectNames.Of(options.Name, modelPath, root);
        byte[] package = WholeFile.Read(modelPath);
        using ImageClassifier model = ImageClassifier.Read(package, modelPath);
        if (model.IsMultiLabel && options.Template == ProjectTemplate.MLNet)
        {
            throw new MLResNetException(
                $"{modelPath} gives a photo any number of labels, which ML.NET's classification does not; take another template "
                + $"than {options.Template.Word()}.");
        }
        SampleImage image = options.SampleImage is { } path ? SampleImage.From(path) : SampleImage.Drawn();

        var code = new ProjectCode(model, names, options, image, image.Predict(model));
        ProjectFile modelFile = new($"{names.Project}/{names.Class}.mlresnet", package);
        ProjectFile[] files =
        [
            .. code.Render(),
            modelFile,
            new ProjectFile($"{names.Project}/{names.Class}.settings.json", SettingsOf(model.Manifest, modelFile, names, options)),
            new ProjectFile($"{names.Project}.Tests/{image.FileName}", image.Content),
        ];
        return new GeneratedProject(
            root, names.Class, names.Project, options.Template, new ProjectFolder(root).Write(files, options.Overwrite));
    }

    private static string SettingsOf(ModelManifest model, ProjectFile file, ProjectNames names, ClassifierProjectOptions options)
    {
        var document = new SettingsDocument(
            Version: 1,
            Scenario: "image_classification",
            new GenerationDocument(
                ToolVersion.NameAndVersion, options.Template.Word(), names.Class, names.Project, options.EmbedModel),
            new ModelDocument(
                $"{names.Class}.mlresnet", file.Hash, model.Spec.Id, model.Preprocessing.Size, model.Thresholds is not null,
                model.Labels),
            model.Provenance is { } provenance ? provenance with { History = [] } : null,
            model.Backbone,
            model.Validation,
            model.HeldOut);
        return JsonSerializer.Serialize(document, Readable.SettingsDocument) + "\n";
    }
}
