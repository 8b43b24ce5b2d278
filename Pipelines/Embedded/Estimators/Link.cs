namespace Microsoft.ML.Data;

/// <summary>An estimator of a chain.</summary>
internal sealed record Link(IEstimator<ITransformer> Estimator, TransformerScope Scope, bool IsCachedAfter);
