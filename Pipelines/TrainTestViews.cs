using Microsoft.ML;

namespace MLResNet.Pipelines;

/// <summary>Rows to train on, and rows to test with.</summary>
/// <param name="TrainSet">Rows to train on.</param>
/// <param name="TestSet">Rows that training must not see.</param>
public sealed record TrainTestViews(IDataView TrainSet, IDataView TestSet);
