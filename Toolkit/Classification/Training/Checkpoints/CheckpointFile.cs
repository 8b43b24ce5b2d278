using System.Text.Json;
using MLResNet.Engine.Networks;
using MLResNet.Formats;
using MLResNet.Formats.Safetensors;
using MLResNet.Packaging;

namespace MLResNet.Training.Checkpoints;

/// <summary>
/// What a training is to go on from, as a file: a <see cref="StoredZip"/> of checkpoint.json; of a training in epochs,
/// trainer.safetensors; of an automatic one, the best model so far. Checksums tell a torn or damaged file. It is replaced in one
/// step, so a kill at any moment leaves the last checkpoint or the new one.
/// </summary>
internal static class CheckpointFile
{
    private const string DocumentName = "checkpoint.json";
    private const string TensorsName = "trainer.safetensors";
    private const string BestName = "best.mlresnet";

    /// <summary>Finds out before a training whether its checkpoint can be written.</summary>
    /// <param name="network">The network.</param>
    /// <param name="sets">How often it holds as many numbers as the network has parameters, at most.</param>
    /// <exception cref="MLResNetException">It would be too large.</exception>
    public static void EnsureFits(ResNetSpec network, int sets)
    {
        if (network.ParameterCount() * sets * sizeof(float) > Array.MaxLength)
            throw new MLResNetException($"The checkpoint of a training of {network.Id} would be larger than 2 GiB; train without one.");
    }

    /// <summary>Writes a checkpoint in the place of the one before.</summary>
    /// <param name="path">The file.</param>
    /// <param name="training">The training in epochs that is under way; null between those of an automatic one.</param>
    /// <param name="tuning">What the automatic training has found that it is part of; null where it is none.</param>
    /// <exception cref="MLResNetException">The file cannot be written.</exception>
    public static void Write(string path, TrainingCheckpoint? training, TuningCheckpoint? tuning)
    {
        var document = new CheckpointDocument
        {
            Format = CheckpointDocument.FormatName,
            Version = CheckpointDocument.CurrentVersion,
            Training = training is null ? null : TrainingStateDocument.From(training),
            Tuning = tuning is null ? null : TuningDocument.From(tuning),
        };
        List<StoredZipEntry> entries =
            [new(DocumentName, JsonSerializer.SerializeToUtf8Bytes(document, CheckpointJson.Default.CheckpointDocument))];
        if (training is not null)
            entries.Add(new StoredZipEntry(TensorsName, CheckpointTensors.Write(training)));
        if (tuning is not null)
            entries.Add(new StoredZipEntry(BestName, tuning.Best.ToBytes()));
        AtomicFile.RemoveAbandoned(path);
        AtomicFile.Write(path, stream => StoredZip.Write(stream, entries));
    }

    /// <summary>Reads the training in epochs that is under way, checking everything.</summary>
    /// <param name="path">The file.</param>
    /// <param name="identity">The training that is to go on.</param>
    /// <param name="tuning">The automatic training that it is part of; null for none.</param>
    /// <param name="trained">The parameters that the optimizer remembers something of, in their order.</param>
    /// <returns>Null where the automatic training stands between two.</returns>
    /// <exception cref="MLResNetException">The file cannot be read, or is the checkpoint of another training.</exception>
    /// <exception cref="ModelFormatException">The file is damaged, of another version, or no checkpoint.</exception>
    public static TrainingCheckpoint? ReadTraining(
        string path, TrainingIdentity identity, TrainingIdentity? tuning, IReadOnlyList<ParameterDescription> trained) =>
        Read(path, tuning ?? identity, (document, parts) =>
        {
            if (document.Training is not { } training)
                return null;
            identity.EnsureSame(training.Identity, path);
            return CheckpointTensors.Read(SafetensorsFile.Parse(parts[TensorsName], $"{TensorsName} in {path}"), training, trained);
        });

    /// <summary>Reads what an automatic training has found, checking everything.</summary>
    /// <param name="path">The file.</param>
    /// <param name="identity">The training that is to go on.</param>
    /// <exception cref="MLResNetException">The file cannot be read, or is the checkpoint of another training.</exception>
    /// <exception cref="ModelFormatException">The file is damaged, of another version, or no checkpoint.</exception>
    public static TuningCheckpoint ReadTuning(string path, TrainingIdentity identity) => Read(path, identity, (document, parts) =>
    {
        TuningDocument tuning = document.Tuning!;
        using OpenedPackage best = ModelPackage.Open(parts[BestName], $"{BestName} in {path}");
        return new TuningCheckpoint(
            tuning.Identity, tuning.Trials, best.ReadAll(), tuning.Unreadable, tuning.FeaturesFound, tuning.Seconds);
    });

    private static T Read<T>(
        string path, TrainingIdentity identity, Func<CheckpointDocument, IReadOnlyDictionary<string, ByteSource>, T> read)
    {
        try
        {
            using ByteSource file = ByteSource.Open(path);
            IReadOnlyList<StoredZipSection> sections = StoredZip.Check(file, path);
            if (sections is not [{ Name: DocumentName } first, ..])
                throw new ModelFormatException($"{path} is no checkpoint: it must begin with {DocumentName}.");
            CheckpointDocument document = ParseDocument(file.ReadUpTo(first.Offset, first.Length), path);
            string?[] names = [DocumentName, document.Training is null ? null : TensorsName, document.Tuning is null ? null : BestName];
            if (!sections.Select(section => section.Name).SequenceEqual(names.OfType<string>()))
                throw new ModelFormatException($"{path} does not hold what its {DocumentName} tells of; start anew.");
            // Of an automatic training it is the whole that counts: a trial is never to be taken for a training of its own.
            identity.EnsureSame(document.Tuning?.Identity ?? document.Training!.Identity, path);
            return read(document, sections.ToDictionary(
                section => section.Name, section => file.Slice(section.Offset, section.Length), StringComparer.Ordinal));
        }
        catch (Exception e) when (ReadFailure.Is(e))
        {
            throw ReadFailure.Of(path, e);
        }
    }

    private static CheckpointDocument ParseDocument(ReadOnlySpan<byte> json, string source)
    {
        try
        {
            CheckpointDocument document = JsonSerializer.Deserialize(json, CheckpointJson.Default.CheckpointDocument)!;
            if (document is { Format: CheckpointDocument.FormatName, Version: CheckpointDocument.CurrentVersion }
                && (document.Training is not null || document.Tuning is not null))
            {
                return document;
            }
            throw new ModelFormatException(
                $"{source} is no checkpoint of this version of MLResNet; go on with the version that wrote it, or start anew.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new ModelFormatException($"{source}: {DocumentName} cannot be used: {e.Message}", e);
        }
    }
}
