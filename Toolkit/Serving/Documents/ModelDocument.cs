using System.Text.Json.Serialization;
using MLResNet.Hosting;

namespace MLResNet.Serving.Documents;

/// <summary>The answer of <c>/model</c>: the model in service.</summary>
/// <param name="Name">The name that it was registered by, or else its file's, without extension.</param>
/// <param name="File">The file's name; never where it lies.</param>
/// <param name="Arch">The network.</param>
/// <param name="Size">Side of the pictures that the network sees, in pixels.</param>
/// <param name="Classes">How many labels it knows.</param>
/// <param name="Labels">The labels.</param>
/// <param name="MultiLabel">Whether an image may have any number of labels.</param>
/// <param name="Version">1, and one more for each model that took over.</param>
/// <param name="Hash">SHA-256 of the file.</param>
/// <param name="LoadedAt">When it was loaded.</param>
/// <param name="Accuracy">On images that were held out when it was trained, 0 to 1; null if it was not measured.</param>
/// <param name="Limits">What a request may hold.</param>
internal sealed record ModelDocument(
    string Name,
    string File,
    string Arch,
    int Size,
    int Classes,
    IReadOnlyList<string> Labels,
    [property: JsonPropertyName("multi_label")] bool MultiLabel,
    int Version,
    string Hash,
    [property: JsonPropertyName("loaded_at")] DateTimeOffset LoadedAt,
    double? Accuracy,
    LimitsDocument Limits)
{
    public static ModelDocument Of(string name, ImageClassifierLease lease, LimitsDocument limits)
    {
        (HostedModel model, ImageClassifier classifier) = (lease.Model, lease.Classifier);
        string file = Path.GetFileName(model.Path);
        return new ModelDocument(
            name.Length > 0 ? name : Path.GetFileNameWithoutExtension(file),
            file,
            classifier.Spec.Id,
            classifier.Preprocessing.Size,
            model.Labels.Count,
            model.Labels,
            classifier.IsMultiLabel,
            model.Version,
            model.Hash,
            model.LoadedAt,
            classifier.Manifest.HeldOut?.Accuracy,
            limits);
    }
}
