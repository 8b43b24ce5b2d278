using System.CommandLine;
using MLResNet.Cli.Output;
using MLResNet.Cli.Output.Documents;
using MLResNet.CodeGeneration;

namespace MLResNet.Cli.Commands;

/// <summary><c>mlresnet generate</c>: a C# project that uses a model.</summary>
internal static class GenerateCommand
{
    private static readonly (string Word, ProjectTemplate Value)[] Templates =
    [
        ("console", ProjectTemplate.Console), ("webapi", ProjectTemplate.WebApi), ("worker", ProjectTemplate.Worker),
        ("library", ProjectTemplate.Library), ("mlnet", ProjectTemplate.MLNet),
    ];

    public static Command Create(CommandContext context)
    {
        Argument<string> model = CommonOptions.Model();
        var output = new Option<string>("--output", "-o")
        {
            Description = "The folder to write to; the project and its namespace are called as it is",
            HelpName = "folder",
            Required = true,
        };
        Option<ProjectTemplate> template = CommonOptions.Choice(
            "--template",
            "console: names photos in a terminal; webapi: over HTTP; worker: in a folder; library: for other projects; mlnet: with "
                + "ML.NET [default: console]",
            Templates);
        var name = new Option<string?>("--name")
        {
            Description = "Name of the class that predicts [default: that of the model's file]", HelpName = "name",
        };
        var embed = new Option<bool>("--embed")
        {
            Description = "Put the model into the assembly rather than beside it (console and library)",
        };
        var image = new Option<string?>("--image")
        {
            Description = "The photo that the project's test predicts [default: a drawn one]", HelpName = "photo",
        };
        var repository = new Option<string?>("--repository")
        {
            Description = "A clone of MLResNet, whose projects are referenced [default: packages are]", HelpName = "folder",
        };
        var force = new Option<bool>("--force")
        {
            Description = "Replace files that were changed since they were generated, or that are not generated",
        };
        Option<OutputFormat> format = CommonOptions.TableOrJson();
        var command = new ExampleCommand(
            "generate",
            "Writes a C# project that uses a model: typed predictions, re-training, evaluation, and a test.",
            [
                "mlresnet generate flowers.mlresnet -o MyClassifier",
                "mlresnet generate flowers.mlresnet -o MyService --template webapi --image rose.jpg",
            ])
        {
            model, output, template, name, embed, image, repository, force, format,
        };
        command.SetAction(parsed =>
        {
            GeneratedProject project = ClassifierProject.Generate(
                parsed.GetRequiredValue(model),
                parsed.GetRequiredValue(output),
                new ClassifierProjectOptions
                {
                    Template = parsed.GetValue(template),
                    Name = parsed.GetValue(name),
                    EmbedModel = parsed.GetValue(embed),
                    SampleImage = parsed.GetValue(image),
                    Repository = parsed.GetValue(repository),
                    Overwrite = parsed.GetValue(force),
                });
            if (parsed.GetValue(format) == OutputFormat.Json)
                CliJson.Write(GenerationDocument.From(project, WordOf(project.Template)), context.Output);
            else
                WriteTable(project, context);
            return ExitCode.Success;
        });
        return command;
    }

    private static string WordOf(ProjectTemplate template) => Templates.Single(each => each.Value == template).Word;

    private static void WriteTable(GeneratedProject project, CommandContext context)
    {
        var table = new TextTable("file", "");
        foreach (GeneratedFile file in project.Files)
            table.Add(Printable.Text(file.Path), SnakeCase.Of(file.Change));
        table.Write(context.Output);
        context.Note($"Wrote {project.Project} to {project.Folder}; try it with 'dotnet test' there.");
    }
}
