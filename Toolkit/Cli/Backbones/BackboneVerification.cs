using MLResNet.Backbones;
using MLResNet.Cli.Output;
using MLResNet.Cli.Output.Documents;

namespace MLResNet.Cli.Backbones;

/// <summary>Checks everything in the store.</summary>
internal static class BackboneVerification
{
    /// <exception cref="MLResNetException">Something is damaged.</exception>
    public static void Run(BackboneStore store, OutputFormat format, CommandContext context)
    {
        var checks = new List<BackboneCheck>();
        foreach (BackboneCheck check in store.Verify())
        {
            context.Cancellation.ThrowIfCancellationRequested();
            checks.Add(check);
        }
        if (format == OutputFormat.Json)
            CliJson.Write<IReadOnlyList<BackboneCheck>>(checks, context.Output);
        else
            WriteTable(checks, store, context.Output);
        int bad = checks.Count(check => check.Problem is not null);
        if (bad > 0)
            throw new MLResNetException($"{Figure.Count(bad, "backbone", "backbones")} of {checks.Count} cannot be used.");
    }

    private static void WriteTable(List<BackboneCheck> checks, BackboneStore store, TextWriter output)
    {
        if (checks.Count == 0)
        {
            output.WriteLine($"{store.Folder} has no backbones.");
            return;
        }
        var table = new TextTable("id", ">size", "result");
        foreach (BackboneCheck check in checks)
            table.Add(check.Id, Figure.Megabytes(check.Bytes), check.Problem ?? "good");
        table.Write(output);
    }
}
