using System.CommandLine;
using MLResNet.Backbones;
using MLResNet.Cli.Backbones;
using MLResNet.Cli.Output;

namespace MLResNet.Cli.Commands;

/// <summary><c>mlresnet backbones</c>: the pretrained networks that a training can begin with.</summary>
internal static class BackbonesCommand
{
    public static Command Create(CommandContext context) => new(
        "backbones", "Lists, downloads, imports and checks pretrained networks. MLRESNET_HOME moves the folder they are kept in.")
    {
        List(context),
        Show(context),
        Download(context),
        Import(context),
        Verify(context),
    };

    private static ExampleCommand List(CommandContext context)
    {
        var here = new Option<bool>("--here") { Description = "Only what is on this machine" };
        Option<OutputFormat> format = CommonOptions.TableOrJson();
        var command = new ExampleCommand(
            "list",
            "Lists the published backbones, your own, and which of them are here.",
            ["mlresnet backbones list", "mlresnet backbones list --here --format json"])
        {
            here, format,
        };
        command.SetAction(parsed =>
        {
            var store = new BackboneStore();
            BackboneListing.Write(BackboneListing.Of(store, parsed.GetValue(here), context), parsed.GetValue(format), context.Output);
            return ExitCode.Success;
        });
        return command;
    }

    private static ExampleCommand Show(CommandContext context)
    {
        Argument<string> id = Id();
        Option<OutputFormat> format = CommonOptions.TableOrJson();
        var command = new ExampleCommand(
            "show", "Shows all that is known of a backbone.", ["mlresnet backbones show resnet50v2"])
        {
            id, format,
        };
        command.SetAction(parsed =>
        {
            Write(parsed.GetRequiredValue(id), parsed.GetValue(format), context);
            return ExitCode.Success;
        });
        return command;
    }

    private static ExampleCommand Download(CommandContext context)
    {
        Argument<string> id = Id();
        Option<OutputFormat> format = CommonOptions.TableOrJson();
        var command = new ExampleCommand(
            "download",
            "Downloads a published backbone, checks it and puts it into the store. What broke off is gone on with. "
            + "MLRESNET_MIRROR names a web folder that has the files instead of their publishers.",
            ["mlresnet backbones download resnet50v2", "mlresnet backbones download resnet50.tv2 --format json"])
        {
            id, format,
        };
        command.SetAction(parsed =>
        {
            BackboneDownload.Run(new BackboneStore(), parsed.GetRequiredValue(id), context);
            Write(parsed.GetRequiredValue(id), parsed.GetValue(format), context);
            return ExitCode.Success;
        });
        return command;
    }

    private static ExampleCommand Import(CommandContext context)
    {
        var file = new Argument<string>("file")
        {
            Description = "A published file of weights (.pth, .h5, .onnx, .safetensors, .meta), or a model of your own (.mlresnet)",
        };
        var id = new Option<string>("--id")
        {
            Description = "Which published backbone it is, or what to call your own", HelpName = "id", Required = true,
        };
        var own = new OwnBackboneOptions();
        Option<OutputFormat> format = CommonOptions.TableOrJson();
        var command = new ExampleCommand(
            "import",
            "Puts a file that you have into the store: a published one, whose checksum is checked, or a network of your own, which is told "
            + "by its names and shapes. It stays where it is.",
            [
                "mlresnet backbones import resnet50-0676ba61.pth --id resnet50.tv1",
                "mlresnet backbones import flowers.mlresnet --id flowers",
                "mlresnet backbones import mine.pth --id mine --size 192 --mean 0.5,0.5,0.5 --std 0.5,0.5,0.5",
            ])
        {
            file, id,
        };
        own.AddTo(command);
        command.Add(format);
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(file), name = parsed.GetRequiredValue(id);
            if (!File.Exists(path))
                throw new MLResNetException($"There is no file '{path}'; check the path.");
            var store = new BackboneStore();
            if (!BackboneCatalog.TryGet(name, out _))
                store.Import(path, name, own.Read(parsed), context.Cancellation);
            else if (own.FirstGiven(parsed) is { } given)
                throw new MLResNetException($"{given} is for a network of your own; all is known of {name}, leave it out.");
            else
                store.ImportPublished(path, name, context.Cancellation);
            Write(name, parsed.GetValue(format), context);
            return ExitCode.Success;
        });
        return command;
    }

    private static ExampleCommand Verify(CommandContext context)
    {
        Option<OutputFormat> format = CommonOptions.TableOrJson();
        var command = new ExampleCommand(
            "verify",
            "Reads every backbone in the store again, and fails if one is damaged.",
            ["mlresnet backbones verify"])
        {
            format,
        };
        command.SetAction(parsed =>
        {
            BackboneVerification.Run(new BackboneStore(), parsed.GetValue(format), context);
            return ExitCode.Success;
        });
        return command;
    }

    private static Argument<string> Id() => new("id") { Description = "The backbone, as 'mlresnet backbones list' names it" };

    private static void Write(string id, OutputFormat format, CommandContext context) =>
        BackboneDetails.Write(BackboneDetails.Of(new BackboneStore(), id), format, context.Output);
}
