using Microsoft.ML;
using MLResNet.Backbones;
using MLResNet.Pipelines.Imaging;

namespace MLResNet.Pipelines.Saving;

/// <summary>Puts our transformers back where markers stand for them.</summary>
internal sealed class PipelineLoader(PipelineDocument document, Func<string, byte[]> readPackage, string source)
{
    private readonly Dictionary<string, PretrainedBackbone> _backbones = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImageClassifier> _classifiers = new(StringComparer.Ordinal);
    private int _taken;

    /// <summary>The transformer that stands at a place; null where it is one of ML.NET's.</summary>
    /// <exception cref="ModelFormatException">The file contradicts itself.</exception>
    public ITransformer? TryTake(ITransformer transformer, IReadOnlyList<int> place)
    {
        TransformerDocument? found = document.Transformers.Find(each => each.Place.SequenceEqual(place));
        if (found is null)
            return null;
        if (!PipelineMarker.Is(transformer))
            throw Contradiction();
        _taken++;
        return found.Kind switch
        {
            TransformerDocument.Featurizer => Featurizer(found),
            TransformerDocument.Classifier => Classifier(found),
            _ => throw Contradiction(),
        };
    }

    /// <exception cref="ModelFormatException">The file describes more transformers than the model has.</exception>
    public void RequireAllTaken()
    {
        if (_taken != document.Transformers.Count)
            throw Contradiction();
    }

    private ResNetFeaturizingTransformer Featurizer(TransformerDocument found)
    {
        if (!_backbones.TryGetValue(found.Package, out PretrainedBackbone? backbone))
        {
            backbone = PretrainedBackbone.Read(readPackage(found.Package), found.Package, $"{found.Package} in {source}");
            _backbones.Add(found.Package, backbone);
        }
        var options = new ResNetFeaturizingEstimator.Options
        {
            InputColumnName = found.ImageColumn,
            OutputColumnName = found.OutputColumn ?? throw Contradiction(),
            Size = found.Size,
        };
        options.Validate();
        var network = new BackboneNetwork(backbone, options.Size, options.Threads, options.FeatureCacheBytes);
        return new ResNetFeaturizingTransformer(network, options);
    }

    private ResNetClassifierTransformer Classifier(TransformerDocument found)
    {
        if (!_classifiers.TryGetValue(found.Package, out ImageClassifier? classifier))
        {
            classifier = ImageClassifier.Read(readPackage(found.Package), $"{found.Package} in {source}");
            _classifiers.Add(found.Package, classifier);
        }
        return new ResNetClassifierTransformer(
            classifier, found.ImageColumn, found.ScoreColumn ?? throw Contradiction(),
            found.PredictedLabelColumn ?? throw Contradiction());
    }

    private ModelFormatException Contradiction() =>
        new($"{source} is damaged: what it says of its networks does not fit the model in it.");
}
