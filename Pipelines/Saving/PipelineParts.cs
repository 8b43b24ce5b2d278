using Microsoft.ML;

namespace MLResNet.Pipelines.Saving;

/// <summary>Takes our transformers out of a model, one by one.</summary>
internal sealed class PipelineParts
{
    private readonly Dictionary<object, string> _names = [];

    /// <summary>What was taken from where.</summary>
    public PipelineDocument Document { get; } = new(PipelineDocument.CurrentFormatVersion, ToolVersion.NameAndVersion, []);

    /// <summary>The networks, each once.</summary>
    public List<(string Name, Action<Stream> Write)> Packages { get; } = [];

    /// <summary>Notes one of our transformers and returns a marker; null for another one.</summary>
    public ITransformer? TryAdd(ITransformer transformer, IReadOnlyList<int> place)
    {
        TransformerDocument? document = transformer switch
        {
            ResNetFeaturizingTransformer featurizer => new TransformerDocument(
                place, TransformerDocument.Featurizer,
                NameOf(featurizer.Network.Backbone.ContentHash, featurizer.Network.Backbone.Write),
                featurizer.InputColumnName)
            {
                OutputColumn = featurizer.OutputColumnName, Size = featurizer.Network.Size,
            },
            ResNetClassifierTransformer classifier => new TransformerDocument(
                place, TransformerDocument.Classifier, NameOf(classifier.Classifier, classifier.Classifier.Save),
                classifier.ImageColumnName)
            {
                ScoreColumn = classifier.ScoreColumnName, PredictedLabelColumn = classifier.PredictedLabelColumnName,
            },
            _ => null,
        };
        if (document is null)
            return null;
        Document.Transformers.Add(document);
        return PipelineMarker.Create();
    }

    // Backbones are told by their content, classifiers by what they are.
    private string NameOf(object network, Action<Stream> write)
    {
        if (!_names.TryGetValue(network, out string? name))
        {
            _names.Add(network, name = $"{Packages.Count}.mlresnet");
            Packages.Add((name, write));
        }
        return name;
    }
}
