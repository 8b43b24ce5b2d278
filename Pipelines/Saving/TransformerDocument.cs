namespace MLResNet.Pipelines.Saving;

/// <summary>One of our transformers in a saved model.</summary>
/// <param name="Place">
/// Where it stands: its number in the chain, and so on for chains in chains; empty if it is the whole model.
/// </param>
/// <param name="Kind"><see cref="Featurizer"/> or <see cref="Classifier"/>.</param>
/// <param name="Package">The name of the model package that has its network.</param>
/// <param name="ImageColumn">The column of the image.</param>
internal sealed record TransformerDocument(IReadOnlyList<int> Place, string Kind, string Package, string ImageColumn)
{
    public const string Featurizer = "featurizer", Classifier = "classifier";

    /// <summary>A featurizer's column of features.</summary>
    public string? OutputColumn { get; init; }

    /// <summary>The side of a featurizer's input, where it is not the network's own.</summary>
    public int? Size { get; init; }

    /// <summary>A classifier's column of probabilities.</summary>
    public string? ScoreColumn { get; init; }

    /// <summary>A classifier's column of the likeliest label.</summary>
    public string? PredictedLabelColumn { get; init; }
}
