namespace MLResNet.Serving.Documents;

/// <summary>The answer of <c>/classify</c>.</summary>
/// <param name="Predictions">One for each image, in the request's order.</param>
internal sealed record ClassificationDocument(IReadOnlyList<PredictionDocument> Predictions);
