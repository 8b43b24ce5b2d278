using MLResNet.Metrics;

namespace MLResNet.Cli.Output.Documents;

/// <summary>A model of <c>inspect MODEL... --curves FILE --format json</c>.</summary>
internal sealed record CurveDocument(string Model, string Arch, int? BestEpoch, IReadOnlyList<EpochMetrics> History);
