using MLResNet.Packaging;

namespace MLResNet.CodeGeneration.Settings;

/// <summary>
/// The settings beside the code, as Model Builder's .mbconfig has them: what was generated, from which model, and how that was
/// trained. docs/code-generation.md describes it.
/// </summary>
internal sealed record SettingsDocument(
    int Version,
    string Scenario,
    GenerationDocument Generation,
    ModelDocument Model,
    ModelProvenance? Training,
    BackboneProvenance? Backbone,
    ModelMetrics? Validation,
    ModelMetrics? HeldOut);
