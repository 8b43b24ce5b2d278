using MLResNet.Engine.Networks;
using MLResNet.Engine.Training;
using MLResNet.Formats.Safetensors;

namespace MLResNet.Training.Checkpoints;

/// <summary>
/// trainer.safetensors of a checkpoint: parameters, their average, the optimizer's moments, and the best parameters so far.
/// </summary>
internal static class CheckpointTensors
{
    private const string ParametersPrefix = "parameters/";
    private const string AveragePrefix = "average/";
    private const string BestPrefix = "best/";

    public static byte[] Write(TrainingCheckpoint checkpoint) => SafetensorsWriter.Write(
        TensorsOf(checkpoint).Select(tensor =>
            (tensor.Name, (IReadOnlyList<int>)tensor.Parameter.Shape, (ReadOnlyMemory<float>)tensor.Parameter.Values)));

    /// <summary>Reads all of a training that its document tells of.</summary>
    /// <param name="tensors">The file.</param>
    /// <param name="document">What stands beside it.</param>
    /// <param name="trained">The parameters that the optimizer remembers something of, in their order.</param>
    /// <exception cref="ModelFormatException">A tensor is missing, superfluous or of another shape.</exception>
    public static TrainingCheckpoint Read(
        SafetensorsFile tensors, TrainingStateDocument document, IReadOnlyList<ParameterDescription> trained)
    {
        ResNetSpec spec = document.Identity.Network.ToSpec();
        IReadOnlyList<ParameterDescription> all = NetworkParameters.Describe(spec);
        int sets = 1 + (document.IsAveraged ? 1 : 0) + (document.BestEpoch is null ? 0 : 1);
        int expected = all.Count * sets + trained.Count * document.Moments.Length;
        if (tensors.Tensors.Count != expected)
            throw new ModelFormatException($"{tensors.Source} has {tensors.Tensors.Count} tensors where {expected} belong; copy it again.");

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
            [.. descriptions.Select(description => ReadTensor(tensors, prefix + description.Name, description))];
    }

    private static Parameter ReadTensor(SafetensorsFile tensors, string name, ParameterDescription description) =>
        new(description, tensors.Get(name, description.Shape.AsSpan()).ReadSingles());

    private static IEnumerable<(string Name, Parameter Parameter)> TensorsOf(TrainingCheckpoint checkpoint)
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
