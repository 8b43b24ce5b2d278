using System.Text.Json;
using System.Text.Json.Nodes;
using MLResNet.Packaging;

namespace MLResNet.Training.Checkpoints;

/// <summary>
/// All that decides what a training comes to: a checkpoint continues the training it was written by, and no other.
/// </summary>
/// <param name="Tune">Which part of the network is trained, as the manifest names it.</param>
/// <param name="Network">The network.</param>
/// <param name="Preprocessing">How a picture becomes the network's input.</param>
/// <param name="Seed">Seed of initial weights, order and augmentation.</param>
/// <param name="Settings">Every setting.</param>
/// <param name="Data">Fingerprint of the images, as <see cref="DataFingerprint"/> takes it.</param>
/// <param name="Initial">
/// SHA-256 of the parameters to start from, of an automatic training the hash of its backbone; null for random ones, which the
/// seed decides.
/// </param>
/// <param name="MultiLabel">True where images may have any number of labels; null where each has one.</param>
internal sealed record TrainingIdentity(
    string Tune, SpecDocument Network, PreprocessingDocument Preprocessing, long Seed, TrainingSettings Settings, string Data,
    string? Initial = null, bool? MultiLabel = null)
{
    /// <summary>What <see cref="Data"/> is called in the checkpoint.</summary>
    private const string DataMember = "data";

    /// <summary>The given penalty of the heads that an automatic training fits.</summary>
    public double? L2 { get; init; }

    /// <summary>Whether the model answers by mirror images too.</summary>
    public bool MirrorImages { get; init; }

    /// <summary>Refuses a checkpoint of another training.</summary>
    /// <param name="other">Whose checkpoint it is.</param>
    /// <param name="source">What errors call the checkpoint.</param>
    /// <exception cref="MLResNetException">The two differ; the message says in what.</exception>
    public void EnsureSame(TrainingIdentity other, string source)
    {
        if (Difference("", ToNode(this), ToNode(other)) is not var (name, ours, theirs))
            return;
        throw new MLResNetException(name == DataMember
            ? $"{source} is the checkpoint of a training on other images; resume it on the same, or name another checkpoint."
            : $"{source} is the checkpoint of another training: its {name} is {theirs}, not {ours}; "
                + "resume with the same settings, or name another checkpoint.");
    }

    private static JsonNode ToNode(TrainingIdentity identity) =>
        JsonSerializer.SerializeToNode(identity, CheckpointJson.Default.TrainingIdentity)!;

    /// <summary>The first member in which two documents of the same type differ.</summary>
    private static (string Name, string Ours, string Theirs)? Difference(string name, JsonNode? ours, JsonNode? theirs)
    {
        if (JsonNode.DeepEquals(ours, theirs))
            return null;
        if (ours is not JsonObject a || theirs is not JsonObject b)
            return (name, Text(ours), Text(theirs));
        return a.Select(member => member.Key).Union(b.Select(member => member.Key))
            .Select(key => Difference(name.Length == 0 ? key : $"{name}.{key}", a[key], b[key]))
            .First(difference => difference is not null);
    }

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "not given";
}
