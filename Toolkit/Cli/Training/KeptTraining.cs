using MLResNet.Cli.Output;

namespace MLResNet.Cli.Training;

/// <summary>The file that a training is kept in, to be resumed.</summary>
/// <param name="Path">The checkpoint.</param>
/// <param name="Resume">Whether to go on from it.</param>
internal sealed record KeptTraining(string Path, bool Resume)
{
    /// <summary>What is said for a training that is kept nowhere.</summary>
    public const string None = "none";

    /// <summary>Where a training is kept: where somebody said, or beside its output; null for nowhere.</summary>
    /// <param name="given">The file, <see cref="None"/>, or null where nobody has said.</param>
    public static KeptTraining? Of(string? given, string output, bool resume) => given == None
        ? null
        : new KeptTraining(given ?? System.IO.Path.ChangeExtension(output, ".checkpoint"), resume);

    /// <summary>Refuses to write over a training that is not to go on.</summary>
    /// <exception cref="MLResNetException">The file is there though nobody asked for it, or cannot be written.</exception>
    public void EnsureUsable()
    {
        OutputFile.EnsureWritable(Path);
        if (!Resume && File.Exists(Path))
        {
            throw new MLResNetException(
                $"{Path} holds a training already; go on with it by --resume, delete it, or name another with --checkpoint.");
        }
    }

    /// <summary>Says where a training that is to go on begins.</summary>
    public void NoteStart(CommandContext context)
    {
        if (Resume)
            context.Note(File.Exists(Path) ? $"Going on from {Path}." : $"{Path} is not there yet; starting anew.");
    }
}
