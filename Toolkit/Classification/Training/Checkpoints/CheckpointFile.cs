using System.Text.Json;
using MLResNet.Engine.Networks;
using MLResNet.Engine.Training;
using MLResNet.Formats;
using MLResNet.Formats.Safetensors;
using MLResNet.Packaging;

namespace MLResNet.Training.Checkpoints;

/// <summary>
/// A <see cref="TrainingCheckpoint"/> as a file: a <see cref="StoredZip"/> of checkpoint.json and trainer.safetensors, whose checksums
/// tell a torn or damaged file. It is replaced in one step, so a kill at any moment leaves the last checkpoint or the new one.
/// </summary>
internal static class CheckpointFile
{
    private const string DocumentName = "checkpoint.json";
    private const string TensorsName = "trainer.safetensors";
    private const string ParametersPrefix = "parameters/";
    private const string AveragePrefix = "average/";
    private const string BestPrefix = "best/";

    /// <summary>Writes a checkpoint in the place of the one before.</summary>
    /// <exception cref="MLResNetException">The file cannot be written.</exception>
    public static void Write(string path, TrainingCheckpoint checkpoint)
    {
        byte[] document = JsonSerializer.SerializeToUtf8Bytes(
            CheckpointDocument.From(checkpoint), CheckpointJson.Default.CheckpointDocument);
        byte[] tensors = SafetensorsWriter.Write(
            Tensors(checkpoint).Select(tensor =>
                (tensor.Name, (IReadOnlyList<int>)tensor.Parameter.Shape, (ReadOnlyMemory<float>)tensor.Parameter.Values)));
        AtomicFile.RemoveAbandoned(path);
        AtomicFile.Write(path, stream => StoredZip.Write(
            stream, [new StoredZipEntry(DocumentName, document), new StoredZipEntry(TensorsName, tensors)]));
    }

    /// <summary>Reads a checkpoint, checking everything in it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="identity">The training that is to go on.</param>
    /// <param name="trained">The parameters that the optimizer remembers something of, in their order.</param>
    /// <exception cref="MLResNetException">The file cannot be read, or is the checkpoint of another training.</exception>
    /// <exception cref="ModelFormatException">The file is damaged, of another version, or no checkpoint.</exception>
    public static TrainingCheckpoint Read(
        string path, TrainingIdentity identity, IReadOnlyList<ParameterDescription> trained)
    {
        try
        {
            using ByteSource file = ByteSource.Open(path);
            return Parse(file, path, identity, trained);
        }
        catch (Exception e) when (ReadFailure.Is(e))
        {
            throw ReadFailure.Of(path, e);
        }
    }

    private static TrainingCheckpoint Parse(
        ByteSource file, string source, TrainingIdentity identity, IReadOnlyList<ParameterDescription> trained)
    {
        if (StoredZip.Check(file, source) is not [{ Name: DocumentName } first, { Name: TensorsName } second])
            throw new ModelFormatException($"{source} is no checkpoint: it must hold {DocumentName} and {TensorsName}.");
        CheckpointDocument document = ParseDocument(file.ReadUpTo(first.Offset, first.Length), source);
        identity.EnsureSame(document.Identity, source);

        string tensorsSource = $"{TensorsName} in {source}";
        SafetensorsFile tensors = SafetensorsFile.Parse(file.Slice(second.Offset, second.Length), tensorsSource);
        ResNetSpec spec = identity.Network.ToSpec();
        IReadOnlyList<ParameterDescription> all = NetworkParameters.Describe(spec);
        int sets = 1 + (document.IsAveraged ? 1 : 0) + (document.BestEpoch is null ? 0 : 1);
        int expected = all.Count * sets + trained.Count * document.Moments.Length;
        if (tensors.Tensors.Count != expected)
            throw new ModelFormatException($"{tensorsSource} has {tensors.Tensors.Count} tensors where {expected} belong; copy it again.");

        var state = new TrainerState
        {
            Steps = document.Steps,
            Parameters = new NetworkParameters(spec, Read(ParametersPrefix, all)),
            Average = document.IsAveraged ? new NetworkParameters(spec, Read(AveragePrefix, all)) : null,
            Moments = document.Moments.ToDictionary(name => name, name => Read(MomentPrefix(name), trained), StringComparer.Ordinal),
        };
        BestParameters? best = document.BestEpoch is { } epoch
            ? new BestParameters(epoch, document.BestLoss, new NetworkParameters(spec, Read(BestPrefix, all)))
            : null;
        return new TrainingCheckpoint(document.Identity, document.Position, document.History, document.Seconds, state, best);

        IReadOnlyList<Parameter> Read(string prefix, IReadOnlyList<ParameterDescription> descriptions) =>
            [.. descriptions.Select(description => ReadTensor(tensors, prefix + description.Name, description, tensorsSource))];
    }

    private static CheckpointDocument ParseDocument(ReadOnlySpan<byte> json, string source)
    {
        try
        {
            CheckpointDocument document = JsonSerializer.Deserialize(json, CheckpointJson.Default.CheckpointDocument)!;
            if (document is { Format: CheckpointDocument.FormatName, Version: CheckpointDocument.CurrentVersion })
                return document;
            throw new ModelFormatException(
                $"{source} is no checkpoint of this version of MLResNet; go on with the version that wrote it, or start anew.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new ModelFormatException($"{source}: {DocumentName} cannot be used: {e.Message}", e);
        }
    }

    private static Parameter ReadTensor(SafetensorsFile tensors, string name, ParameterDescription description, string source)
    {
        SafetensorsTensor tensor = tensors.Find(name) ?? throw new ModelFormatException($"{source} lacks the tensor '{name}'.");
        if (!tensor.Shape.SequenceEqual(description.Shape))
            throw new ModelFormatException($"{source}: the tensor '{name}' has another shape than the network's parameter.");
        return new Parameter(description, tensor.ReadSingles());
    }

    private static IEnumerable<(string Name, Parameter Parameter)> Tensors(TrainingCheckpoint checkpoint)
    {
        TrainerState state = checkpoint.State;
        foreach (Parameter parameter in state.Parameters)
            yield return (ParametersPrefix + parameter.Name, parameter);
        foreach (Parameter parameter in state.Average ?? Enumerable.Empty<Parameter>())
            yield return (AveragePrefix + parameter.Name, parameter);
        foreach (Parameter parameter in checkpoint.Best?.Parameters ?? Enumerable.Empty<Parameter>())
            yield return (BestPrefix + parameter.Name, parameter);
        foreach (var (moment, parameters) in state.Moments)
        {
            foreach (Parameter parameter in parameters)
                yield return (MomentPrefix(moment) + parameter.Name, parameter);
        }
    }

    private static string MomentPrefix(string moment) => $"moments.{moment}/";
}
