using MLResNet.Backbones;
using MLResNet.Engine;
using MLResNet.Engine.Inference;
using MLResNet.Features;
using MLResNet.Imaging;

namespace MLResNet.Pipelines.Imaging;

/// <summary>A pretrained network without its classifier. Its plan is made when it is first needed, and shared.</summary>
internal sealed class BackboneNetwork : IImageNetwork
{
    private readonly ComputeOptions _compute;
    private readonly long _cacheBytes;
    private readonly Lazy<InferencePlan> _plan;

    public BackboneNetwork(PretrainedBackbone backbone, int? size, int threads, long cacheBytes)
    {
        (Backbone, Size, Threads, _cacheBytes) = (backbone, size, threads, cacheBytes);
        Preprocessing = size is { } chosen ? backbone.Preprocessing.WithSize(chosen) : backbone.Preprocessing;
        _compute = new ComputeOptions { Threads = threads };
        _plan = new(() => InferencePlan.CreateForFeatures(backbone.Spec, backbone.Parameters, _compute));
    }

    public PretrainedBackbone Backbone { get; }

    /// <summary>The side of the network's input; null for the backbone's own.</summary>
    public int? Size { get; }

    public int Threads { get; }

    public ImagePreprocessing Preprocessing { get; }

    public int Outputs => Backbone.Spec.FeatureCount();

    public void Run(ReadOnlySpan<float> pixels, int count, Span<float> outputs)
    {
        _plan.Value.Run(pixels, count, Preprocessing.Size, Preprocessing.Size, outputs);
        foreach (float feature in outputs)
        {
            if (!float.IsFinite(feature))
                throw new MLResNetException(
                    $"The backbone {Backbone} gives features that are not numbers; its weights are broken.");
        }
    }

    public FeatureCache? OpenCache() =>
        _cacheBytes > 0 ? FeatureCache.Open(Backbone, Preprocessing, mirrors: false, _compute, _cacheBytes) : null;
}
