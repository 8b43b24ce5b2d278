using System.Text.Json.Serialization;
using MLResNet.Cli.Training;
using MLResNet.Metrics;
using MLResNet.Packaging;

namespace MLResNet.Cli.Output.Documents;

/// <summary><c>train --format json</c>.</summary>
internal sealed record TrainingDocument
{
    public required string Model { get; init; }

    public required string Arch { get; init; }

    public required int Size { get; init; }

    public required string Tune { get; init; }

    public required long Seed { get; init; }

    public required BackboneProvenance? Backbone { get; init; }

    public required HeadSettings? Head { get; init; }

    public required TrainingSettings? Settings { get; init; }

    public required IReadOnlyList<TuningTrial>? Trials { get; init; }

    public required int Images { get; init; }

    public required int ValidationImages { get; init; }

    public required int Classes { get; init; }

    public required IReadOnlyList<string> Labels { get; init; }

    public required int FeaturesFound { get; init; }

    public required bool Interrupted { get; init; }

    public required double Seconds { get; init; }

    public required int? BestEpoch { get; init; }

    public required IReadOnlyList<EpochMetrics> History { get; init; }

    public required ModelMetrics? Validation { get; init; }

    public required double Temperature { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required IReadOnlyList<float>? Thresholds { get; init; }

    public required FoldsDocument? Folds { get; init; }

    public required EvaluationDocument? Evaluation { get; init; }

    public required IReadOnlyList<UnreadableDocument> Unreadable { get; init; }

    public static TrainingDocument From(TrainingResult result)
    {
        ModelManifest manifest = result.Model.Manifest;
        ModelProvenance provenance = manifest.Provenance!;
        TrainingReport report = result.Model.TrainingReport!;
        return new TrainingDocument
        {
            Model = result.Path,
            Arch = manifest.Spec.Id,
            Size = manifest.Preprocessing.Size,
            Tune = SnakeCase.Of(provenance.Tune),
            Seed = provenance.Seed,
            Backbone = manifest.Backbone,
            Head = provenance.Head,
            Settings = provenance.Settings,
            Trials = provenance.Trials,
            Images = provenance.Data.Images,
            ValidationImages = provenance.Data.ValidationImages,
            Classes = manifest.Labels.Count,
            Labels = manifest.Labels,
            FeaturesFound = report.FeaturesFound,
            Interrupted = report.Cancelled,
            Seconds = report.Duration.TotalSeconds,
            BestEpoch = report.BestEpoch,
            History = report.History,
            Validation = manifest.Validation,
            Temperature = manifest.Temperature,
            Thresholds = manifest.Thresholds,
            Folds = result.CrossValidation is { } folds ? FoldsDocument.From(folds) : null,
            Evaluation = result.Evaluation is { } evaluation
                ? EvaluationDocument.From(evaluation, result.Path, result.Test!.Source)
                : null,
            Unreadable = UnreadableDocument.From(report.Unreadable),
        };
    }
}
